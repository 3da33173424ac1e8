"""Agreements on flexible hours and whom they hold for (근로기준법 제51조, 제51조의2). staffing.models has all of it too."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel
from openinsa.staffing.ranges import Days, Same

ONE_DAY = timedelta(days=1)
LAST_SAFE_DAY = 28
"""Units of months begin on a day that every month has."""


class FlexibleAgreement(TenantModel):
    """Unit periods that follow each other from `starts_on` to `ends_on`, each of so many weeks or months.

    How long the days of a unit period are is what the contracts or the shift patterns of the people plan.
    """

    class Kind(models.TextChoices):
        TWO_WEEKS = "two_weeks", _("2주 이내 (취업규칙, 제51조제1항)")
        THREE_MONTHS = "three_months", _("3개월 이내 (서면 합의, 제51조제2항)")
        SIX_MONTHS = "six_months", _("3개월 초과 6개월 이내 (서면 합의, 제51조의2)")

    class Unit(models.TextChoices):
        WEEKS = "weeks", _("주")
        MONTHS = "months", _("개월")

    project = models.ForeignKey(
        "staffing.Project", on_delete=models.CASCADE, related_name="flexible_agreements"
    )
    kind = models.CharField(_("종류"), max_length=20, choices=Kind)
    unit_length = models.PositiveSmallIntegerField(_("단위기간"))
    unit = models.CharField(_("단위"), max_length=10, choices=Unit)
    starts_on = models.DateField(_("첫 단위기간 시작일"))
    ends_on = models.DateField(_("유효기간의 마지막 날"))
    agreed_on = models.DateField(_("합의한 날"))
    agreed_with = models.CharField(_("근로자대표"), max_length=100, blank=True)
    document = models.CharField(_("문서"), max_length=200)
    wage_plan = models.CharField(_("임금보전방안"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="flexible_agreement_of_institution"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), unit_length__gt=0),
                name="flexible_agreement_has_days",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="flexible_agreement_names_its_document"),
        ]

    @property
    def short(self) -> bool:
        """Whether work rules may set the unit period."""
        return self.kind == self.Kind.TWO_WEEKS

    def units(self) -> Iterator[tuple[date, date]]:
        """First and last day of each unit period; the last one is cut where the agreement ends."""
        begin = self.starts_on
        number = 0
        while begin <= self.ends_on:
            number += 1
            following = self._begins(number)
            yield begin, min(following - ONE_DAY, self.ends_on)
            begin = following

    @property
    def first_unit(self) -> tuple[date, date]:
        """First and last day of a whole unit period."""
        return self.starts_on, self._begins(1) - ONE_DAY

    def _begins(self, number: int) -> date:
        if self.unit == self.Unit.WEEKS:
            return self.starts_on + timedelta(weeks=self.unit_length * number)
        years, month = divmod(self.starts_on.month - 1 + self.unit_length * number, 12)
        return self.starts_on.replace(year=self.starts_on.year + years, month=month + 1)


class FlexibleCover(TenantModel):
    """The days on which an agreement holds for a contract."""

    agreement = models.ForeignKey(FlexibleAgreement, on_delete=models.CASCADE, related_name="covers")
    contract = models.ForeignKey(
        "staffing.Contract", on_delete=models.CASCADE, related_name="flexible_covers"
    )
    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"))

    def spans(self) -> Iterator[tuple[date, date, date]]:
        """First day of each unit period that reaches into the cover, and the days of it that hold."""
        first = max(self.valid_from, self.contract.starts_on)
        last = min(self.valid_to, self.contract.ends_on)
        for begin, end in self.agreement.units():
            if begin <= last and first <= end:
                yield begin, max(begin, first), min(end, last)

    def holds_on(self, day: date) -> bool:
        """Whether the agreement holds for the contract on a day."""
        return self.valid_from <= day <= min(self.valid_to, self.agreement.ends_on)

    @property
    def long(self) -> bool:
        """Whether the unit period is one of those that ask for eleven hours of rest (제51조의2제2항)."""
        return self.agreement.kind == FlexibleAgreement.Kind.SIX_MONTHS

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            ExclusionConstraint(
                name="one_flexible_agreement_per_day_of_a_contract",
                expressions=[
                    (Same("contract"), RangeOperators.OVERLAPS),
                    (Days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="flexible_cover_ends_after_start"
            ),
        ]
