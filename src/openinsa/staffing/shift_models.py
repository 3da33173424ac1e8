"""Shift patterns and who follows them. staffing.models has all of it too."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel
from openinsa.staffing.ranges import Days, Same


class ShiftPattern(TenantModel):
    """A cycle of shifts and free days that crews walk through, each some days ahead of the first crew.

    `cycle` holds, day by day, the mark of a shift type or one of `FREE_DAYS`, the names of the marks 비번 and
    휴무. Crew n is `crew_offsets[n - 1]` days ahead; crew 1 of offset 0 begins the cycle on `starts_on`, and
    earlier days count backwards.
    """

    class WeeklyHoliday(models.TextChoices):
        FREE_DAY = "free_day", _("그 주의 첫 휴무일(없으면 첫 비번일)")
        WEEKDAY = "weekday", _("계약의 주휴 요일")

    FREE_DAYS = ("after_night", "off")

    name = models.CharField(_("교대표 이름"), max_length=60)
    starts_on = models.DateField(_("기준일"))
    cycle = ArrayField(models.CharField(max_length=20), verbose_name=_("순환"))
    crew_offsets = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("조별 시작 위치"))
    on_duty = models.PositiveSmallIntegerField(_("늘 근무하는 조의 수"), default=1)
    works_on_public_holidays = models.BooleanField(_("공휴일에도 근무"), default=True)
    weekly_holiday = models.CharField(
        _("주휴일"), max_length=10, choices=WeeklyHoliday, default=WeeklyHoliday.FREE_DAY
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="shift_pattern_name_once"),
            models.UniqueConstraint(fields=["institution", "id"], name="shift_pattern_of_institution"),
            models.CheckConstraint(
                condition=Q(cycle__len__gt=0, crew_offsets__len__gt=0), name="pattern_has_days_and_crews"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShiftType(TenantModel):
    """One kind of shift of a pattern. Times and `breaks` as in `Day`; a shift lasts at most 24 hours."""

    pattern = models.ForeignKey(ShiftPattern, on_delete=models.CASCADE, related_name="shift_types")
    mark = models.CharField(_("부호"), max_length=10)
    name = models.CharField(_("근무 이름"), max_length=40)
    starts = models.PositiveSmallIntegerField(_("시작"))
    ends = models.PositiveSmallIntegerField(_("끝"))
    breaks = ArrayField(models.PositiveSmallIntegerField(), default=list)
    scheduled_minutes = models.PositiveSmallIntegerField(_("소정근로(분)"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "mark"], name="shift_mark_once"),
            models.CheckConstraint(
                condition=Q(starts__lt=1440, ends__gt=F("starts"), ends__lte=F("starts") + 1440),
                name="shift_lasts_at_most_a_day",
            ),
            models.CheckConstraint(
                condition=Q(scheduled_minutes__gt=0, scheduled_minutes__lte=F("ends") - F("starts")),
                name="shift_agrees_on_minutes_inside",
            ),
        ]


class CrewAssignment(TenantModel):
    """Who follows which crew of a pattern, in place of the week's plan of the contract's version."""

    contract = models.ForeignKey(
        "staffing.Contract", on_delete=models.CASCADE, related_name="crew_assignments"
    )
    pattern = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, related_name="assignments")
    crew = models.PositiveSmallIntegerField(_("조"))
    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"))

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_crew_per_day_of_a_contract",
                expressions=[
                    (Same("contract"), RangeOperators.OVERLAPS),
                    (Days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="crew_ends_after_start"),
            models.CheckConstraint(condition=Q(crew__gt=0), name="crews_count_from_one"),
        ]
