"""Papers given out, the numbers they count by, the keys that sign them, and how an institution issues."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel, User
from openinsa.staffing.models import Contract, Project


class IssuingSetting(TenantModel):
    """How an institution stands for its papers: who signs, with which seal, numbered how, valid how long.

    numbering     by series, the pattern of a number: "제{year}-{number:06}호"
    valid_days    by kind, how many days a paper is valid; without an entry it has no end
    """

    office = models.CharField(_("기관장 직함"), max_length=60, blank=True)
    office_english = models.CharField(_("기관장 직함(영문)"), max_length=80, blank=True)
    contact = models.CharField(_("문의처"), max_length=100, blank=True)
    seal_sealed = models.BinaryField(null=True)
    numbering = models.JSONField(_("번호 규칙"), default=dict)
    valid_days = models.JSONField(_("유효기간(일)"), default=dict)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(_("정한 일시"), auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution"], name="one_issuing_setting")]


class SigningKey(TenantModel):
    """What an institution signs its papers with; the newest one that is not retired signs.

    A key from a file is kept with its password, both sealed; of one in a device only its name and PIN.
    `certificate` is public and stays when the key is retired: papers signed with it are still checked.
    """

    class Source(models.TextChoices):
        FILE = "file", _("인증서 파일(PKCS#12)")
        DEVICE = "device", _("보안 장치(PKCS#11)")
        SELF_MADE = "self_made", _("스스로 만든 인증서")

    source = models.CharField(_("종류"), max_length=10, choices=Source)
    name = models.CharField(_("인증서의 이름"), max_length=200)
    issuer = models.CharField(_("발급자"), max_length=200)
    valid_from = models.DateTimeField(_("유효 시작"))
    valid_to = models.DateTimeField(_("유효 끝"))
    certificate = models.BinaryField()
    key_file_sealed = models.BinaryField(null=True)
    password_sealed = models.BinaryField(null=True)
    token = models.CharField(_("장치 이름"), max_length=100, blank=True)
    label = models.CharField(_("열쇠 이름"), max_length=100, blank=True)
    retired_at = models.DateTimeField(_("그만 쓴 일시"), null=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("더한 일시"), auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(retired_at=None), name="one_key_signs"
            ),
            models.UniqueConstraint(fields=["institution", "id"], name="signing_key_of_institution"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="key_ends_after_start"),
        ]


class OwnForm(TenantModel):
    """A form's Typst text as an institution wrote it; the newest version that is not laid aside prints."""

    form = models.CharField(_("서식"), max_length=60)
    version = models.PositiveIntegerField(_("판"))
    source = models.TextField(_("내용"))
    note = models.CharField(_("바꾼 내용"), max_length=200, blank=True)
    laid_aside_at = models.DateTimeField(_("쓰지 않게 된 일시"), null=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("저장한 일시"), auto_now_add=True)

    class Meta:
        ordering = ["form", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "form", "version"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["institution", "form"], condition=Q(laid_aside_at=None), name="one_own_form_prints"
            ),
        ]


class IssueCounter(TenantModel):
    """The last number given in a series and year. Its row is locked until the paper is stored: no gap can arise."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "series", "year"], name="one_counter_of_a_series")
        ]


class IssuedPaper(TenantModel):
    """One paper as it was given out: what it says, frozen, and the very file.

    subject_id    what it is about (contract, payslip, project), by a bare number as the kind says
    contract      whose employment it tells of; a paper about many has none
    content_sealed    JSON: the form, its data, what was asked for
    code_token    keyed digest of the short code
    request_id    names the request: the same one twice gives the same paper
    job_id        the job that issued it among many
    looks         how often the public page was asked about it
    """

    class State(models.TextChoices):
        ISSUED = "issued", _("유효")
        REPLACED = "replaced", _("다시 발급됨")
        REVOKED = "revoked", _("취소됨")

    kind = models.CharField(_("종류"), max_length=40)
    series = models.CharField(_("번호 계열"), max_length=40)
    year = models.PositiveSmallIntegerField(_("연도"))
    number = models.PositiveIntegerField(_("번호"))
    written_number = models.CharField(_("문서번호"), max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="papers")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="papers")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="papers")
    subject_id = models.BigIntegerField(null=True)
    language = models.CharField(_("언어"), max_length=5)
    code_token = models.BinaryField(max_length=32)
    content_sealed = models.BinaryField()
    file_sealed = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField(_("크기"))
    signed_with = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="papers")
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.ISSUED)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    valid_until = models.DateField(_("유효기한"), null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("발급일시"))
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(_("취소일시"), null=True)
    revoke_reason = models.CharField(_("취소 사유"), max_length=200, blank=True)
    request_id = models.UUIDField(null=True)
    job_id = models.BigIntegerField(null=True, db_index=True)
    looks = models.PositiveIntegerField(_("확인한 횟수"), default=0)
    last_look_at = models.DateTimeField(_("마지막 확인"), null=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["institution", "-issued_at", "-id"], name="papers_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="paper_of_institution"),
            models.UniqueConstraint(
                fields=["institution", "series", "year", "number"], name="paper_number_once"
            ),
            models.UniqueConstraint(fields=["institution", "code_token"], name="paper_code_once"),
            models.UniqueConstraint(fields=["institution", "request_id"], name="paper_of_a_request_once"),
            models.UniqueConstraint(
                fields=["institution", "subject_id"],
                condition=Q(kind="wage_statement", state="issued"),
                name="one_valid_statement_of_a_slip",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, contract__isnull=True)
                | Q(person__isnull=False, contract__isnull=False),
                name="papers_about_somebody_name_the_contract",
            ),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_by__isnull=False)
                | ~Q(state="replaced") & Q(replaced_by__isnull=True),
                name="replaced_papers_name_the_newer",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason=""),
                name="revoked_papers_say_why",
            ),
        ]
