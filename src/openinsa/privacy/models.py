"""Keys, the access record and the change history."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Institution, TenantModel
from openinsa.privacy.review_models import AccessArchive as AccessArchive
from openinsa.privacy.review_models import AccessReview as AccessReview
from openinsa.privacy.review_models import AccessSetting as AccessSetting
from openinsa.privacy.review_models import LookedInto as LookedInto


class DataKey(TenantModel):
    """An institution's own key, wrapped by the installation's master key.

    A data key seals values, which carry its number; a retired one only opens what the change history still
    holds. The token key makes tokens for equality, which must stay the same when data keys change.
    """

    class Purpose(models.TextChoices):
        DATA = "data", _("값 암호화")
        TOKEN = "token", _("같은 값 찾기")

    purpose = models.CharField(_("쓰임"), max_length=5, choices=Purpose, default=Purpose.DATA)
    number = models.PositiveSmallIntegerField(_("번호"))
    wrapped = models.BinaryField()
    master = models.CharField(_("감싼 마스터 키"), max_length=100, blank=True, default="")
    made_at = models.DateTimeField(_("만든 일시"), auto_now_add=True)
    retired_at = models.DateTimeField(_("물러난 일시"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "purpose", "number"], name="key_number_once_for_a_purpose"
            )
        ]


class Channel(models.TextChoices):
    """By which way personal data was read."""

    PAGE = "page", _("화면")
    FILE = "file", _("파일")
    EXPORT = "export", _("내보내기")
    SEARCH = "search", _("검색")
    API = "api", _("연계")
    JOB = "job", _("작업")


class Chained(TenantModel):
    """A row of the chain of access records; its policy alone holds the institution.

    A foreign key would be checked at commit, after the head of the chain is locked, and could wait there.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, verbose_name=_("기관"), db_constraint=False
    )

    class Meta:
        abstract = True


class AccessRecord(Chained):
    """Who looked at whose data, when, from where, by which way and why. Rows can be added, never changed.

    `people` are all who were seen in one read; `person_id` is there where the read was of one alone. `number`
    counts an institution's records without a gap, `digest` binds each to the one before (`privacy/chain.py`).
    """

    number = models.BigIntegerField(_("번호"))
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(_("일시"), db_index=True)
    actor_id = models.BigIntegerField(_("본 사람"))
    verb = models.CharField(_("한 일"), max_length=40)
    person_id = models.BigIntegerField(_("대상"), null=True)
    what = models.CharField(_("항목"), max_length=100)
    people = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("대상"))
    count = models.PositiveIntegerField(_("인원"), default=1)
    channel = models.CharField(_("경로"), max_length=10, choices=Channel, default=Channel.PAGE)
    reason_code = models.CharField(_("사유 구분"), max_length=20, blank=True, default="")
    reason = models.CharField(_("사유"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("접속지"), null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [GinIndex(fields=["people"], name="access_by_person_seen")]
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="access_record_number_once")
        ]


class AccessChain(Chained):
    """The head of an institution's access records: number and digest of the last, and the mark of the key of the next."""

    number = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)
    key = models.CharField(max_length=16, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution"], name="one_chain_of_access_records")]


class ChangeRecord(TenantModel):
    """Who changed which row, from what to what, and why; written by triggers and by actions.

    Its institution is that of the changed row, which the database has checked already.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, verbose_name=_("기관"), db_constraint=False
    )
    at = models.DateTimeField(_("일시"))
    actor_id = models.BigIntegerField(_("바꾼 사람"), null=True)
    reason = models.CharField(_("사유"), max_length=300, blank=True, db_default="")
    table_name = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    verb = models.CharField(_("한 일"), max_length=40)
    before = models.JSONField(_("바꾸기 전"), null=True)
    after = models.JSONField(_("바꾼 뒤"), null=True)
    acting_for_id = models.BigIntegerField(null=True)
    """Whose right was used, where it was lent; the transaction tells it to the database."""
    acting_kind = models.CharField(max_length=10, blank=True, db_default="")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["table_name", "row_id"], name="history_of_a_row"),
            models.Index(
                fields=["institution", "table_name"],
                condition=models.Q(verb="delete"),
                name="history_of_rows_that_are_gone",
            ),
        ]
