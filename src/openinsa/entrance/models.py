"""Who comes in: the rules of an institution, its sign-ins, open sessions, counted failures and providers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Institution, TenantModel, User
from openinsa.people.roles import Role

NEEDS_SECOND_FACTOR = (Role.PAYROLL_OFFICER, Role.HR_OFFICER, Role.AUDITOR)
IDLE_MINUTES, LONGEST_HOURS = 30, 12
MOST_IDLE_MINUTES, MOST_HOURS = 60, 24
"""The safety-measures standard asks for an end after "a certain time" and names none; these bounds are ours."""


def workers_alone() -> list[str]:
    """Who may come in by a one-time code unless an institution says otherwise."""
    return [Role.WORKER]


class SignInRules(TenantModel):
    """How the users of an institution come in. An institution without a row has the defaults."""

    second_factor_roles = ArrayField(
        models.CharField(max_length=20, choices=Role),
        default=list,
        verbose_name=_("2단계 인증이 꼭 필요한 역할"),
    )
    idle_minutes = models.PositiveSmallIntegerField(_("쓰지 않으면 끝나는 시간(분)"), default=IDLE_MINUTES)
    longest_hours = models.PositiveSmallIntegerField(_("한 번 로그인의 최대 시간"), default=LONGEST_HOURS)
    allowed_networks = ArrayField(
        models.CharField(max_length=43), default=list, verbose_name=_("접속을 허용하는 망")
    )
    workers_from_anywhere = models.BooleanField(_("근로자는 어디서나 접속"), default=True)
    code_roles = ArrayField(
        models.CharField(max_length=20, choices=Role),
        default=workers_alone,
        verbose_name=_("인증번호로 들어올 수 있는 역할"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution"], name="one_set_of_sign_in_rules"),
            models.CheckConstraint(
                condition=models.Q(idle_minutes__gte=5, idle_minutes__lte=MOST_IDLE_MINUTES),
                name="sessions_end_when_idle",
            ),
            models.CheckConstraint(
                condition=models.Q(longest_hours__gte=1, longest_hours__lte=MOST_HOURS),
                name="sessions_end_at_last",
            ),
        ]


class AnybodysRow(TenantModel):
    """A row of an institution, or of an operator or an unknown who belong to none."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, verbose_name=_("기관"))

    class Meta:
        abstract = True


class SignIn(AnybodysRow):
    """One try to come in and what became of it. Rows can be added, never changed.

    Of a login that does not exist only a keyed token is kept: people type passwords into that field.
    """

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", _("로그인")
        WRONG = "wrong", _("비밀번호 틀림")
        FACTOR_WRONG = "factor_wrong", _("2단계 인증 실패")
        LOCKED = "locked", _("잠긴 동안 시도")
        LOCK_BEGAN = "lock_began", _("로그인 잠김")
        UNLOCKED = "unlocked", _("잠금 풀림")
        ELSEWHERE = "elsewhere", _("허용하지 않는 망")
        SUSPENDED = "suspended", _("기관 이용 멈춤")
        EXPIRED = "expired", _("사용 기간 끝남")
        PROVIDER_REFUSED = "provider_refused", _("통합로그인 실패")
        CODE_SENT = "code_sent", _("인증번호 보냄")
        CODE_WRONG = "code_wrong", _("인증번호 틀림")

    at = models.DateTimeField(_("일시"), auto_now_add=True, db_index=True)
    user_id = models.BigIntegerField(_("사용자"), null=True, db_index=True)
    login_token = models.BinaryField(max_length=16, null=True)
    outcome = models.CharField(_("결과"), max_length=16, choices=Outcome)
    method = models.CharField(_("방법"), max_length=40, blank=True)
    address = models.GenericIPAddressField(_("접속지"), null=True)
    device = models.CharField(_("기기"), max_length=60, blank=True)

    class Meta:
        ordering = ["-at", "-id"]


class SignedIn(AnybodysRow):
    """One session from its beginning to its end. The session itself holds no address and no name."""

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out", _("로그아웃")
        IDLE = "idle", _("오래 쓰지 않음")
        TOO_LONG = "too_long", _("최대 시간 지남")
        ENDED = "ended", _("다른 곳에서 끝냄")
        RESET = "reset", _("인증 초기화")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(_("로그인한 일시"))
    used_at = models.DateTimeField(_("마지막으로 쓴 일시"))
    ended_at = models.DateTimeField(_("끝난 일시"), null=True)
    end = models.CharField(_("끝난 까닭"), max_length=12, choices=End, blank=True)
    method = models.CharField(_("방법"), max_length=40, blank=True)
    address = models.GenericIPAddressField(_("접속지"), null=True)
    device = models.CharField(_("기기"), max_length=60, blank=True)

    class Meta:
        ordering = ["-used_at", "-id"]
        indexes = [
            models.Index(fields=["user"], condition=models.Q(ended_at=None), name="open_sessions_of_a_user")
        ]


class Notice(AnybodysRow):
    """Something about one's own login that its owner has to know at the next page, until it is confirmed."""

    class Kind(models.TextChoices):
        NEW_ADDRESS = "new_address", _("처음 보는 접속지에서 로그인했습니다.")
        LOCK_BEGAN = "lock_began", _("비밀번호를 여러 번 틀려 로그인이 잠겼습니다.")
        FACTOR_RESET = "factor_reset", _("2단계 인증을 초기화했습니다. 다시 등록해 주세요.")
        FACTOR_ADDED = "factor_added", _("2단계 인증 수단을 더했습니다.")
        FACTOR_GONE = "factor_gone", _("2단계 인증 수단을 지웠습니다.")
        CODES_MADE = "codes_made", _("2단계 인증 복구 코드를 만들었습니다.")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=100, blank=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["user"], condition=models.Q(seen_at=None), name="unseen_notices")]


class Attempt(models.Model):
    """Failures counted for a login or an address, before it is known whose institution it is.

    Holds keyed tokens and numbers only, so it belongs to nobody and tells nothing.
    """

    key = models.BinaryField(max_length=16, unique=True)
    failures = models.PositiveIntegerField()
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class OneTimeCode(TenantModel):
    """A number sent to somebody's own address, good once and for a few minutes. Only its keyed digest is kept.

    `told_sealed` is what the number shall confirm, such as a new address.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("로그인")
        INVITATION = "invitation", _("초대 확인")
        ADDRESS = "address", _("전자우편 주소 확인")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    told_sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "purpose"], name="codes_of_a_user")]


class Provider(TenantModel):
    """An OpenID provider over which the users of one institution may come in."""

    name = models.CharField(_("이름"), max_length=60)
    issuer = models.CharField(_("발급자(issuer)"), max_length=200)
    client_id = models.CharField(_("클라이언트 ID"), max_length=200)
    client_secret_sealed = models.BinaryField(null=True)
    claim = models.CharField(_("로그인 이름이 든 항목(claim)"), max_length=60, default="preferred_username")
    is_active = models.BooleanField(_("사용 중"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution"], name="one_provider_per_institution")]
