"""Institutions, departments, users and persons."""

from dataclasses import dataclass

from django.contrib.auth.models import BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from openinsa.people.access import TimedAccess
from openinsa.people.roles import DELEGABLE, SEE_PAY, PayRight, Role, Scope, pay_scope, scope_of, widest


class EmployerKind(models.TextChoices):
    """Employer's extra employment premium (고용안정·직업능력개발): 보험료징수법 시행령 제12조제1항제1호."""

    LOCAL_GOVERNMENT = "local_government", _("국가·지방자치단체")
    UNDER_150 = "under_150", _("150명 미만")
    OVER_150_PRIORITY = "over_150_priority", _("150명 이상 우선지원대상")
    FROM_150_TO_999 = "150_to_999", _("150명 이상 1,000명 미만")
    OVER_1000 = "over_1000", _("1,000명 이상")


class FutureDays(models.TextChoices):
    """Whether a clerk may enter work on a day that has not come yet, in Korean time."""

    ALLOW = "allow", _("받음")
    WARN = "warn", _("받고 표시함")
    REFUSE = "refuse", _("받지 않음")


class PremiumBills(models.TextChoices):
    """What an insurer's confirmed bill means for the month's deductions."""

    TAKEN = "taken", _("고지서 금액으로 공제")
    COMPARED = "compared", _("직접 계산하고 차이만 봄")


class Institution(models.Model):
    code = models.CharField(_("기관코드"), max_length=20, unique=True)
    name = models.CharField(_("기관명"), max_length=100)
    business_number = models.CharField(_("사업자등록번호"), max_length=12, blank=True)
    head_title = models.CharField(_("기관장 직위"), max_length=50, blank=True)
    suspended_at = models.DateTimeField(_("이용을 멈춘 일시"), null=True, editable=False)
    suspended_reason = models.CharField(_("멈춘 사유"), max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name

    @property
    def is_suspended(self) -> bool:
        """Nobody of a suspended institution gets in, and no work of it starts or goes on."""
        return self.suspended_at is not None


class InstitutionRecord(models.Model):
    """What was done to an institution as a whole. It outlives the institution and holds no personal data."""

    class Verb(models.TextChoices):
        FOUNDED = "founded", _("설립")
        SUSPENDED = "suspended", _("이용 멈춤")
        RESUMED = "resumed", _("다시 이용")
        EXPORTED = "exported", _("전체 내보내기")
        IMPORTED = "imported", _("전체 들여오기")
        REMOVED = "removed", _("전체 삭제")

    at = models.DateTimeField(_("일시"), auto_now_add=True)
    by = models.CharField(_("한 사람"), max_length=80)
    verb = models.CharField(_("한 일"), max_length=10, choices=Verb)
    number = models.BigIntegerField(_("기관 번호"))
    code = models.CharField(_("기관코드"), max_length=20)
    name = models.CharField(_("기관명"), max_length=100)
    reason = models.CharField(_("사유"), max_length=200, blank=True)
    counts = models.JSONField(_("자료별 건수"), default=dict)
    checksum = models.CharField(_("내보낸 파일의 SHA-256"), max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-id"]


class TenantModel(models.Model):
    """A row that belongs to one institution; the database shows it to nobody else."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, verbose_name=_("기관"))

    class Meta:
        abstract = True


class BulkTenantModel(TenantModel):
    """A tenant's row that comes by the hundred thousand and is reached through another row only.

    Its policy alone holds the institution: a second check of each row and an index on it would cost more
    than the row.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.DO_NOTHING, verbose_name=_("기관"), db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True


class InstitutionSetting(TenantModel):
    """How this institution reckons pay from a day on. The choices and their meaning: docs/wages.md."""

    valid_from = models.DateField(_("적용일"))
    employer_kind = models.CharField(
        _("사업장 규모"), max_length=20, choices=EmployerKind, default=EmployerKind.LOCAL_GOVERNMENT
    )
    accident_rate_ppm = models.PositiveIntegerField(_("산재보험료율(백만분율)"))
    pay_day = models.PositiveSmallIntegerField(_("급여일(다음 달)"), default=10)
    choices = models.JSONField(_("계산 설정"), default=dict)
    future_days = models.CharField(
        _("아직 오지 않은 날의 근무 입력"), max_length=10, choices=FutureDays, default=FutureDays.ALLOW
    )
    premium_bills = models.CharField(
        _("보험료 고지내역"), max_length=10, choices=PremiumBills, default=PremiumBills.TAKEN
    )
    two_years_notice_days = models.PositiveSmallIntegerField(_("기간제 2년이 되기 전 알릴 날수"), default=90)
    living_hourly_wage = models.PositiveIntegerField(_("생활임금(시급)"), default=0)
    living_wage_source = models.CharField(_("생활임금 근거"), max_length=200, blank=True, default="")
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(living_hourly_wage=0) | ~models.Q(living_wage_source=""),
                name="living_wage_has_a_source",
            ),
            models.UniqueConstraint(fields=["institution", "valid_from"], name="one_setting_per_day"),
            models.CheckConstraint(
                condition=models.Q(pay_day__gte=1, pay_day__lte=28), name="pay_day_in_every_month"
            ),
        ]


class Department(TenantModel):
    name = models.CharField(_("부서"), max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="department_name_once"),
            models.UniqueConstraint(fields=["institution", "id"], name="department_of_institution"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(TenantModel):
    """A human being known to an institution. Numbers are sealed; only their tokens can be compared."""

    name = models.CharField(_("성명"), max_length=100)
    birth_date = models.DateField(_("생년월일"))
    foreigner = models.BooleanField(_("외국인"), default=False)
    resident_number_sealed = models.BinaryField()
    resident_number_token = models.BinaryField(max_length=32)
    phone_sealed = models.BinaryField(null=True)
    email_sealed = models.BinaryField(null=True)
    account_sealed = models.BinaryField(null=True)
    address_sealed = models.BinaryField(null=True)
    bank = models.CharField(_("은행"), max_length=40, blank=True)
    family_members = models.PositiveSmallIntegerField(_("공제대상가족 수(본인 포함)"), default=1)
    children_8_to_20 = models.PositiveSmallIntegerField(_("8세 이상 20세 이하 자녀 수"), default=0)

    class Meta:
        ordering = ["name", "birth_date", "id"]
        indexes = [models.Index(fields=["institution", "name"], name="person_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "resident_number_token"], name="person_registered_once"
            ),
            models.UniqueConstraint(fields=["institution", "id"], name="person_of_institution"),
            models.CheckConstraint(
                condition=models.Q(family_members__gt=models.F("children_8_to_20")),
                name="family_counts_self_and_children",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonsFact(TenantModel):
    """Something that holds of a person from a day on."""

    valid_from = models.DateField(_("적용일"))

    class Meta:
        abstract = True


class InsuredState(PersonsFact):
    """Whether a person is in an insurance and on what reported income, as declared from a day on.

    It holds within the employment in which it was declared, for premiums of months whose 1st it reaches.
    Long-term care goes with health, the employer's extra part with employment insurance. Without `base`
    premiums follow the month's taxable pay.
    """

    class Insurance(models.TextChoices):
        PENSION = "pension", _("국민연금")
        HEALTH = "health", _("건강보험(장기요양 포함)")
        EMPLOYMENT = "employment", _("고용보험")
        ACCIDENT = "accident", _("산재보험")

    class Standing(models.TextChoices):
        BY_LAW = "by_law", _("법에 따름")
        IN = "in", _("가입")
        OUT = "out", _("제외")

    class Ground(models.TextChoices):
        REPORT = "report", _("소득·보수 신고")
        NOTICE = "notice", _("공단 통지")
        FOREIGNER = "foreigner", _("외국인 적용 제외")
        MINOR = "minor", _("18세 미만 가입 거부")
        OTHER_PENSION = "other_pension", _("공무원연금 등 다른 연금")
        LIVELIHOOD = "livelihood", _("기초생활수급자 제외 신청")
        OTHER_JOBS = "other_jobs", _("다른 사업장과 시간·보수 합산 신청")
        TRANSFER = "transfer", _("다른 기관에서 전입(그 달 보험료는 전 기관)")
        OTHER = "other", _("그 밖")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="insured_states")
    insurance = models.CharField(_("보험"), max_length=12, choices=Insurance)
    standing = models.CharField(_("판정"), max_length=10, choices=Standing, default=Standing.BY_LAW)
    base = models.PositiveIntegerField(_("기준소득월액·보수월액"), null=True, blank=True)
    ground = models.CharField(_("사유"), max_length=20, choices=Ground)
    note = models.CharField(_("비고"), max_length=200, blank=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "insurance", "valid_from"], name="one_insured_state_per_day"
            )
        ]


class WithholdingChoice(PersonsFact):
    """The share of the table that a person asked to have withheld: from the day of the request to the year's end."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="withholding_choices")
    percent = models.PositiveSmallIntegerField(_("원천징수 비율(%)"))

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "valid_from"], name="one_withholding_choice_per_day"),
            models.CheckConstraint(
                condition=models.Q(percent__in=[80, 100, 120]), name="withholding_choice_as_the_decree_allows"
            ),
        ]


class Dependant(PersonsFact):
    """A member of the family whom the person deducts; children are counted by age on each payment date."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", _("배우자")
        CHILD = "child", _("자녀")
        PARENT = "parent", _("직계존속")
        OTHER = "other", _("그 밖의 가족")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="dependants")
    relation = models.CharField(_("관계"), max_length=10, choices=Relation)
    birth_date = models.DateField(_("생년월일"))
    valid_to = models.DateField(_("마지막 날"), null=True, blank=True)

    class Meta:
        ordering = ["birth_date", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="dependant_ends_after_start",
            )
        ]


class OtherWork(PersonsFact):
    """Work for another employer at the same time.

    Where that is the main workplace, tax here is withheld as if only the person counted; its pension income
    shares the ceiling with the income here.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="other_work")
    employer = models.CharField(_("다른 근무지"), max_length=100)
    valid_to = models.DateField(_("마지막 날"), null=True, blank=True)
    main_workplace = models.BooleanField(_("그곳이 주된 근무지"), default=False)
    pension_income = models.PositiveIntegerField(_("그곳의 국민연금 기준소득월액"), default=0)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="other_work_ends_after_start",
            )
        ]


@dataclass(frozen=True)
class Lent:
    """A reach that somebody has lent, and by what."""

    scope: Scope
    delegation: "Delegation"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """Create a user; without a password the account can only be opened by an invitation."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.delegations = []  # nobody has lent a new user anything
        return user


class User(TimedAccess):
    """A login. Operators belong to no institution and therefore see no institution's rows."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True)
    username = models.CharField(_("로그인 이름"), max_length=80, unique=True)
    name = models.CharField(_("이름"), max_length=100)
    email = models.EmailField(_("전자우편"), blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, verbose_name=_("역할"))
    pay_right = models.CharField(
        _("급여 열람"), max_length=10, choices=PayRight, blank=True, default=PayRight.BY_ROLE
    )
    is_active = models.BooleanField(_("사용 중"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    provider_subject = models.CharField(
        _("통합로그인 묶음"), max_length=500, blank=True, default="", db_default="", editable=False
    )
    """Issuer and number (`iss` and `sub`) of whoever first came in over a provider as this user, and nobody else may."""
    rights = models.JSONField(_("연계 권한"), null=True, blank=True, editable=False)
    """Of an integration, which is nobody: how far each permission reaches. It takes the place of roles."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="user_of_institution"),
            models.UniqueConstraint(
                fields=["provider_subject"],
                condition=~models.Q(provider_subject=""),
                name="one_user_for_who_comes_over_a_provider",
            ),
            models.CheckConstraint(
                condition=models.Q(institution__isnull=False) | models.Q(roles=[Role.OPERATOR]),
                name="only_operators_without_institution",
            ),
            models.CheckConstraint(
                condition=models.Q(rights__isnull=True)
                | models.Q(roles=[], institution__isnull=False, person__isnull=True),
                name="an_integration_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def scope(self, permission: str) -> Scope | None:
        """How far this user's permission reaches, by an own right or one that somebody lent; or None."""
        return widest([self.own_scope(permission), *(one.scope for one in self.lent(permission))])

    def own_scope(self, permission: str) -> Scope | None:
        """How far it reaches by the user's own roles of today, or an integration's rights."""
        if self.rights is not None:
            return Scope(self.rights[permission]) if permission in self.rights else None
        if permission == SEE_PAY:
            return pay_scope(self.roles_in_force, self.pay_right)
        return scope_of(self.roles_in_force, permission)

    @property
    def is_integration(self) -> bool:
        """Whether this is another system, which comes by the API alone and never signs in."""
        return self.rights is not None

    @property
    def is_suspended(self) -> bool:
        """Whether this user's institution is suspended; an operator has none."""
        return self.institution is not None and self.institution.is_suspended

    def may(self, permission: str) -> bool:
        return self.is_active and self.is_in_time and self.scope(permission) is not None

    @cached_property
    def delegations(self) -> "list[Delegation]":
        """What others have lent this user today; read once for each time the user is loaded."""
        return list(Delegation.in_force().filter(taker_id=self.pk)) if self.pk and self.rights is None else []

    def lent(self, permission: str) -> list[Lent]:
        """The reaches that others have lent this user for a permission. Withheld pay is lent by nobody."""
        if permission == SEE_PAY and self.pay_right == PayRight.WITHHELD:
            return []
        return [lent for one in self.delegations for lent in one.lends(permission)]

    def acts_by(self, permission: str) -> "Delegation | None":
        """By whose delegation this user acts; None where the own right reaches as far."""
        own = self.own_scope(permission)
        lent = (one for one in self.lent(permission) if widest([own, one.scope]) != own)
        return next((one.delegation for one in lent), None)


class Delegation(TenantModel):
    """Rights that somebody lends somebody else from a day to a day: 대결 while away, 전결 as a standing order.

    행정업무의 효율적 운영에 관한 규정 제10조(읽은 글의 제목대로이며 지금의 제목은 확인하지 못함): 결재권을
    위임받아 결정하면 위임전결, 결재할 수 없는 동안 직무를 대리하여 결정하면 대결이다.
    """

    class Kind(models.TextChoices):
        ACTING = "acting", _("대결")
        STANDING = "standing", _("전결")

    giver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("맡긴 사람"))
    taker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("맡은 사람"))
    kind = models.CharField(_("구분"), max_length=10, choices=Kind)
    rights = ArrayField(models.CharField(max_length=60), verbose_name=_("맡긴 일"))
    valid_from = models.DateField(_("첫날"))
    valid_to = models.DateField(_("마지막 날"))
    grounds = models.CharField(_("사유"), max_length=200)
    revoked_at = models.DateTimeField(_("거둔 일시"), null=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="nobody_delegates_to_oneself"
            ),
        ]

    @classmethod
    def in_force(cls) -> "models.QuerySet[Delegation]":
        """The delegations that hold today, with who gave them."""
        today = timezone.localdate()
        held = cls.objects.filter(valid_from__lte=today, valid_to__gte=today, revoked_at=None)
        return held.filter(giver__is_active=True).select_related("giver")

    def lends(self, permission: str) -> list[Lent]:
        """What of a permission is lent: no more than its giver has by an own role today."""
        if permission not in {one for right in self.rights for one in DELEGABLE.get(right, ())}:
            return []
        scope = self.giver.own_scope(permission) if self.giver.is_in_time else None
        return [Lent(scope, self)] if scope else []
