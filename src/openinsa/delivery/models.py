"""What is handed over and how it got there: settings, messages, payslips given to their owners, invitations."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.models import Payslip
from openinsa.people.models import Person, TenantModel, User


class Way(models.TextChoices):
    """How a payslip reaches its owner once it is paid; it always stands on the worker's own page as well."""

    PAGE = "page", _("내 급여명세서 화면에만")
    LINK = "link", _("전자우편으로 링크")
    PDF = "pdf", _("전자우편으로 암호를 건 PDF")


class PasswordRule(models.TextChoices):
    """What opens a protected PDF. The birth date alone is no secret: something is always added to it."""

    BIRTH_AND_PHONE = "birth_phone", _("생년월일 6자리 + 휴대전화 뒤 4자리")
    BIRTH_AND_WORD = "birth_word", _("생년월일 6자리 + 기관이 알려 준 낱말")


class Purpose(models.TextChoices):
    PAYSLIP_LINK = "payslip_link", _("급여명세서 링크")
    PAYSLIP_PDF = "payslip_pdf", _("급여명세서 PDF")
    INVITATION = "invitation", _("초대")
    CODE = "code", _("인증번호")
    ADDRESS = "address", _("전자우편 주소 확인")
    ADDRESS_CHANGED = "address_changed", _("전자우편 주소가 바뀜")
    AGREEMENT = "agreement", _("근로계약서 서명 요청")
    AGREED = "agreed", _("체결한 근로계약서")
    TEST = "test", _("시험")


class MailSetting(TenantModel):
    """How an institution sends: in whose name, payslips by which way, and how long links hold."""

    from_name = models.CharField(_("보내는 이름"), max_length=60, blank=True)
    from_address = models.EmailField(_("보내는 주소"), blank=True)
    reply_to = models.EmailField(_("답장 받을 주소"), blank=True)
    way = models.CharField(_("급여명세서 교부"), max_length=8, choices=Way, default=Way.PAGE)
    password_rule = models.CharField(
        _("PDF 암호"), max_length=12, choices=PasswordRule, default=PasswordRule.BIRTH_AND_PHONE
    )
    password_word_sealed = models.BinaryField(null=True)
    link_days = models.PositiveSmallIntegerField(_("링크를 열 수 있는 날수"), default=14)
    invitation_days = models.PositiveSmallIntegerField(_("초대를 쓸 수 있는 날수"), default=14)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution"], name="one_mail_setting"),
            models.CheckConstraint(
                condition=Q(link_days__gte=1, link_days__lte=90), name="links_end_within_three_months"
            ),
            models.CheckConstraint(
                condition=Q(invitation_days__gte=1, invitation_days__lte=60),
                name="invitations_end_within_two_months",
            ),
            models.CheckConstraint(
                condition=Q(password_word_sealed__isnull=False) | ~Q(password_rule__in=["birth_word"]),
                name="a_word_where_the_password_has_one",
            ),
        ]


class MailText(TenantModel):
    """An institution's own words for a purpose in a language; without one the house's words hold."""

    purpose = models.CharField(_("용도"), max_length=16, choices=Purpose)
    language = models.CharField(_("언어"), max_length=8)
    subject = models.CharField(_("제목"), max_length=120)
    body = models.TextField(_("내용"), max_length=4_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "purpose", "language"], name="one_text_of_a_kind")
        ]


class Handover(TenantModel):
    """A paid payslip given to its owner: when, by which way, and when its page and its file were opened.

    `paper` is the number of the issued paper's row where one was issued.
    """

    slip = models.OneToOneField(Payslip, on_delete=models.CASCADE, related_name="handover")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    paper = models.BigIntegerField(null=True)
    way = models.CharField(_("교부 방법"), max_length=8, choices=Way)
    published_at = models.DateTimeField(_("교부 일시"), default=timezone.now)
    page_seen_at = models.DateTimeField(_("화면을 본 일시"), null=True)
    file_fetched_at = models.DateTimeField(_("파일을 받은 일시"), null=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["institution", "id"], name="handover_of_institution")]


class Invitation(TenantModel):
    """A link by which a worker comes in for the first time: used once, ending by itself, with an identity step."""

    class By(models.TextChoices):
        LETTER = "letter", _("안내문")
        MAIL = "mail", _("전자우편")
        SMS = "sms", _("문자")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="worker_invitations")
    by = models.CharField(_("전한 방법"), max_length=8, choices=By)
    link_hash = models.BinaryField(max_length=32, unique=True)
    pin_hash = models.BinaryField(max_length=32, null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("초대한 일시"), default=timezone.now)
    expires_at = models.DateTimeField(_("쓸 수 있는 기한"))
    opened_at = models.DateTimeField(_("연 일시"), null=True)
    used_at = models.DateTimeField(_("쓴 일시"), null=True)
    revoked_at = models.DateTimeField(_("거둔 일시"), null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, revoked_at=None), name="one_open_invitation"
            ),
            models.CheckConstraint(
                condition=~Q(by="letter") | Q(pin_hash__isnull=False), name="a_letter_has_its_own_number"
            ),
        ]


class Message(TenantModel):
    """One message on its way out. What it says and carries is sealed, the very bytes that are sent.

    `token` stands in its Message-ID and in the address that bounces come back to; fixed before anything is sent.
    The person, the login and the payslip may end before the message does: the database then empties the reference.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("보내기 전")
        SENDING = "sending", _("보내는 중")
        SENT = "sent", _("보냄")
        OPENED = "opened", _("열어 봄")
        FAILED = "failed", _("보내지 못함")
        BOUNCED = "bounced", _("되돌아옴")
        UNSURE = "unsure", _("갔는지 모름")

    class Channel(models.TextChoices):
        MAIL = "mail", _("전자우편")
        SMS = "sms", _("문자")

    purpose = models.CharField(_("용도"), max_length=16, choices=Purpose)
    channel = models.CharField(_("수단"), max_length=4, choices=Channel, default=Channel.MAIL)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    user = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    handover = models.ForeignKey(
        Handover, on_delete=models.DO_NOTHING, null=True, related_name="messages", db_constraint=False
    )
    token = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=8, default="ko")
    address_sealed = models.BinaryField(null=True)
    text_sealed = models.BinaryField(null=True)
    file_sealed = models.BinaryField(null=True)
    file_hash = models.BinaryField(max_length=32, null=True)
    file_name = models.CharField(max_length=120, blank=True)
    link_hash = models.BinaryField(max_length=32, null=True, unique=True)
    link_ends_at = models.DateTimeField(_("링크를 열 수 있는 기한"), null=True)
    link_used_at = models.DateTimeField(_("링크를 연 일시"), null=True)
    state = models.CharField(_("상태"), max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("시도"), default=0)
    next_try_at = models.DateTimeField(_("다음 시도"), null=True)
    claimed_at = models.DateTimeField(null=True)
    error = models.CharField(_("까닭"), max_length=200, blank=True)
    job_id = models.BigIntegerField(null=True)
    mended = models.BooleanField(default=False)
    made_at = models.DateTimeField(_("만든 일시"), default=timezone.now)
    sent_at = models.DateTimeField(_("보낸 일시"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="message_of_institution"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="claimed_before_it_is_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["job_id"], condition=Q(state="waiting"), name="messages_to_send"),
            models.Index(fields=["handover"], name="messages_of_a_handover"),
        ]


class Pace(models.Model):
    """When the next message may leave, for every process and machine of the installation."""

    name = models.CharField(max_length=12, unique=True)
    next_at = models.DateTimeField()
