"""Contracts on paper that is none: versions, who signed them how, what happened to them, what was uploaded."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel, User
from openinsa.staffing.models import Contract

HASH = 64
"""Letters of a SHA-256."""


class Agreement(TenantModel):
    """One version of the paper for a registered contract.

    content_sealed   what the paper says in both languages, frozen when it was made; the Korean binds
    content_token    keyed digest of the same: it tells that the registered contract says something else by now
    unsigned_sealed  the very file that is shown before it is signed; `final_sealed` the one that both hold, which
                     for a contract signed on paper is the upload
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("작성됨")
        SENT = "sent", _("보냄")
        OPENED = "opened", _("열어 봄")
        SIGNED = "signed", _("근로자 서명함")
        COMPLETED = "completed", _("체결됨")
        DECLINED = "declined", _("거절됨")
        CANCELLED = "cancelled", _("취소됨")
        SUPERSEDED = "superseded", _("새 계약서로 바뀜")
        PAPER = "paper", _("종이로 체결함")

    OPEN = (State.DRAFT, State.SENT, State.OPENED, State.SIGNED)
    TO_SIGN = (State.SENT, State.OPENED)
    IN_FORCE = (State.COMPLETED, State.PAPER)

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField(_("판"))
    state = models.CharField(_("상태"), max_length=12, choices=State, default=State.DRAFT)
    form = models.CharField(_("서식"), max_length=20)
    minor = models.BooleanField(_("18세 미만"), default=False)
    content_sealed = models.BinaryField()
    content_token = models.BinaryField(max_length=32)
    unsigned_sealed = models.BinaryField()
    unsigned_sha256 = models.CharField(_("서명 전 파일의 SHA-256"), max_length=HASH)
    final_sealed = models.BinaryField(null=True)
    final_sha256 = models.CharField(_("체결한 파일의 SHA-256"), max_length=HASH, blank=True, default="")
    number = models.CharField(_("문서번호"), max_length=60, blank=True, default="")
    due_on = models.DateField(_("서명 기한"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("만든 일시"))
    sent_at = models.DateTimeField(_("보낸 일시"), null=True)
    reminded_at = models.DateTimeField(_("다시 알린 일시"), null=True)
    completed_at = models.DateTimeField(_("체결 일시"), null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="agreement_of_institution"),
            models.UniqueConstraint(fields=["contract", "version"], name="agreement_version_once"),
            models.UniqueConstraint(fields=["id", "unsigned_sha256"], name="agreement_shown_as"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["draft", "sent", "opened", "signed"]),
                name="one_open_agreement_per_contract",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["completed", "paper"]),
                name="one_agreement_in_force_per_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["completed", "paper"])
                | Q(completed_at__isnull=False) & ~Q(final_sha256=""),
                name="agreements_in_force_have_their_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(final_sealed__isnull=False),
                name="completed_agreements_keep_their_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled", "paper", "superseded"])
                | Q(sent_at__isnull=False),
                name="agreements_are_sent_before_they_are_read",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state="superseded"),
                name="only_superseded_agreements_are_replaced",
            ),
        ]


class AgreementSignature(TenantModel):
    """One party's signature, and everything that shows whose it is. It names the hash of what was shown.

    identity   how the person proved who it is within the minutes before, `identified_at` when
    """

    class Party(models.TextChoices):
        WORKER = "worker", _("근로자")
        INSTITUTION = "institution", _("기관")

    class Way(models.TextChoices):
        DRAWN = "drawn", _("손으로 그림")
        TYPED = "typed", _("이름을 적음")
        SEAL = "seal", _("기관 전자서명")

    class Identity(models.TextChoices):
        PASSKEY = "passkey", _("패스키")
        SECOND_FACTOR = "second_factor", _("2단계 인증")
        CODE = "code", _("일회용 번호")
        PASSWORD = "password", _("비밀번호")
        PROVIDER = "provider", _("통합로그인")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(_("서명한 쪽"), max_length=12, choices=Party)
    way = models.CharField(_("서명 방법"), max_length=6, choices=Way)
    picture_sealed = models.BinaryField(null=True)
    text_sealed = models.BinaryField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("서명 일시"))
    identity = models.CharField(_("본인 확인"), max_length=14, choices=Identity)
    identified_at = models.DateTimeField(_("본인 확인 일시"))
    address = models.GenericIPAddressField(_("접속 주소"), null=True)
    device = models.CharField(_("기기"), max_length=60, blank=True)
    shown_sha256 = models.CharField(_("본 파일의 SHA-256"), max_length=HASH)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="each_party_signs_once"),
            models.CheckConstraint(
                condition=Q(way="drawn", picture_sealed__isnull=False, text_sealed__isnull=True)
                | Q(way="typed", text_sealed__isnull=False, picture_sealed__isnull=True)
                | Q(way="seal", party="institution", picture_sealed__isnull=True, text_sealed__isnull=True),
                name="signature_holds_what_its_way_says",
            ),
            models.CheckConstraint(
                condition=Q(identified_at__lte=F("signed_at")), name="identified_before_signing"
            ),
        ]


class AgreementEvent(TenantModel):
    """What happened to an agreement; rows are added, never changed."""

    class Kind(models.TextChoices):
        MADE = "made", _("만듦")
        RENEWED = "renewed", _("갱신하여 만듦")
        AMENDED = "amended", _("바뀐 조건으로 만듦")
        SENT = "sent", _("보냄")
        OPENED = "opened", _("열어 봄")
        REMINDED = "reminded", _("다시 알림")
        SIGNED = "signed", _("근로자가 서명함")
        CONSENT = "consent", _("친권자·후견인 동의서를 올림")
        COUNTERSIGNED = "countersigned", _("기관이 서명함")
        DECLINED = "declined", _("근로자가 거절함")
        CANCELLED = "cancelled", _("취소함")
        UPLOADED = "uploaded", _("종이 계약서를 올림")
        SUPERSEDED = "superseded", _("새 계약서로 바뀜")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("일"), max_length=14, choices=Kind)
    at = models.DateTimeField(_("일시"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(_("내용"), max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]


class AgreementUpload(TenantModel):
    """A scanned paper: the contract that was signed on paper, or a guardian's consent."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("종이 계약서")
        CONSENT = "consent", _("친권자·후견인 동의서")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="uploads")
    kind = models.CharField(_("종류"), max_length=8, choices=Kind)
    media_type = models.CharField(_("형식"), max_length=20)
    content_sealed = models.BinaryField()
    sha256 = models.CharField(_("SHA-256"), max_length=HASH)
    size = models.PositiveIntegerField(_("크기"))
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("올린 일시"))

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind"], name="one_upload_of_a_kind"),
        ]
