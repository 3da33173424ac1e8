"""What is written down about working time: consents, permissions, agreements, holidays.

staffing.models has all of it too.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel, User
from openinsa.staffing.ranges import Days, Same, SameText


class Paper(TenantModel):
    """Something written that lets the law's limits of time be passed for some days; without an end it goes on."""

    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"), null=True, blank=True)
    dated_on = models.DateField(_("문서 날짜"))
    document = models.CharField(_("문서"), max_length=200)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the paper covers a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Consent(Paper):
    """What one person agreed to or asked for, or was permitted, in writing."""

    class Kind(models.TextChoices):
        NIGHT_CONSENT = "night_consent", _("야간·휴일근로 동의(18세 이상 여성)")
        NIGHT_PERMISSION = (
            "night_permission",
            _("야간·휴일근로 동의·청구와 고용노동부 인가(18세 미만, 임산부)"),
        )
        PARENTAL = "parental", _("나이 증명서와 친권자·후견인 동의서(18세 미만)")
        MINOR_EXTENSION = "minor_extension", _("연소자 연장근로 합의")
        PART_TIME = "part_time", _("단시간근로자 초과근로 동의")
        EXTENSION = "extension", _("특별연장근로 동의(인가받은 주)")
        BREAK_WAIVER = "break_waiver", _("4시간 근로에 휴게를 쓰지 않겠다는 요청")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("종류"), max_length=20, choices=Kind)

    class Meta:
        ordering = ["kind", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="consent_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="consent_names_its_document"),
        ]


class Motherhood(TenantModel):
    """A pregnancy that a worker told of, and the birth. Its dates are sealed: they are nobody else's business.

    What is sealed is written by staffing.motherhood.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="motherhoods")
    facts_sealed = models.BinaryField()

    class Meta:
        ordering = ["id"]


class Approval(Paper):
    """What was approved or agreed in writing for everybody in a project.

    `use_months`: within how many months after the month of work an agreement on compensatory leave has it used;
    nothing where it sets no last day.
    """

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("특별연장근로 인가(제53조제4항)")
        SPECIAL_INDUSTRY = "special_industry", _("근로시간 특례 업종의 서면합의(제59조)")
        COMPENSATORY = "compensatory", _("보상휴가 서면합의(제57조)")

    project = models.ForeignKey("staffing.Project", on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(_("종류"), max_length=20, choices=Kind)
    use_months = models.PositiveSmallIntegerField(_("보상휴가를 쓸 수 있는 달 수"), null=True)

    class Meta:
        ordering = ["valid_from", "kind"]
        constraints = [
            ExclusionConstraint(
                name="one_approval_of_a_kind_per_day",
                expressions=[
                    (Same("project"), RangeOperators.OVERLAPS),
                    (SameText("kind"), RangeOperators.OVERLAPS),
                    (Days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(document=""), name="approval_names_its_document"),
        ]


class DecidedWeek(TenantModel):
    """A week over whose paid holiday somebody decided in place of the law's test, and why."""

    class Ruling(models.TextChoices):
        GRANTED = "granted", _("줌")
        WITHHELD = "withheld", _("주지 않음")

    contract = models.ForeignKey("staffing.Contract", on_delete=models.CASCADE, related_name="decided_weeks")
    week_end = models.DateField(_("주의 마지막 날"))
    ruling = models.CharField(_("결정"), max_length=10, choices=Ruling)
    grounds = models.CharField(_("사유"), max_length=200)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("정한 일시"), auto_now_add=True)

    class Meta:
        ordering = ["week_end"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "week_end"], name="week_decided_once"),
            models.CheckConstraint(condition=~Q(grounds=""), name="decision_has_a_reason"),
        ]


class InstitutionHoliday(TenantModel):
    """A paid holiday that the institution adds to the public ones."""

    date = models.DateField(_("날짜"))
    name = models.CharField(_("이름"), max_length=60)
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["institution", "date"], name="holiday_once")]


class HolidaySwap(TenantModel):
    """A public holiday exchanged in writing for a workday, for everybody in a project (제55조제2항 단서)."""

    project = models.ForeignKey("staffing.Project", on_delete=models.CASCADE, related_name="holiday_swaps")
    holiday = models.DateField(_("일하기로 한 공휴일"))
    instead = models.DateField(_("대신 쉬는 근무일"))
    agreed_on = models.DateField(_("서면합의일"))
    agreement = models.CharField(_("합의서 번호"), max_length=100)
    grounds = models.CharField(_("사유"), max_length=200, blank=True)

    class Meta:
        ordering = ["holiday"]
        constraints = [
            models.UniqueConstraint(fields=["project", "holiday"], name="holiday_swapped_once"),
            models.UniqueConstraint(fields=["project", "instead"], name="one_holiday_for_a_workday"),
            models.CheckConstraint(condition=~Q(holiday=F("instead")), name="swap_names_two_days"),
        ]
