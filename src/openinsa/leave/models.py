"""The ledger of leave: what arose for whom, in minutes. What was taken stands in the days of work."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel
from openinsa.staffing.models import Contract


class LeaveGrant(TenantModel):
    """Annual leave that arose on one day.

    `contract` is the one in force on that day, `employed_since` the first day of the employment without a
    gap. Grants of months and years follow from the days of approved months and are written anew when those
    change; grants by hand stay as they are.
    """

    class Basis(models.TextChoices):
        MONTH = "month", _("1개월 개근")
        YEAR = "year", _("1년 근속")
        BY_HAND = "by_hand", _("직접 입력")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_grants")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="leave_grants")
    employed_since = models.DateField(_("입사일"))
    basis = models.CharField(_("발생 사유"), max_length=10, choices=Basis)
    granted_on = models.DateField(_("발생일"))
    expires_on = models.DateField(_("사용 기한"))
    days = models.PositiveSmallIntegerField(_("일수"))
    minutes = models.PositiveIntegerField(_("시간"))
    note = models.CharField(_("비고"), max_length=200, blank=True)

    class Meta:
        ordering = ["granted_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "basis", "granted_on"],
                condition=~Q(basis="by_hand"),
                name="leave_arises_once",
            ),
            models.CheckConstraint(condition=Q(expires_on__gte=F("granted_on")), name="leave_can_be_used"),
        ]
