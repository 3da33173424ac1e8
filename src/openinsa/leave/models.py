"""The ledger of leave: what arose for whom, in minutes. What was taken stands in the days of work."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel, User
from openinsa.staffing.models import Allowance, Contract


class LeaveGrant(TenantModel):
    """Annual leave that arose on one day.

    `contract` is the one in force on that day. Grants of months and years follow from the days of approved
    months and are written anew when those change; grants by hand stay as they are.
    """

    class Basis(models.TextChoices):
        MONTH = "month", _("1개월 개근")
        YEAR = "year", _("1년 근속")
        BY_HAND = "by_hand", _("직접 입력")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_grants")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="leave_grants")
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


class UnusedLeavePay(TenantModel):
    """Pay for leave that nobody can take any more, as an item of one month's pay.

    `due_on` is the last day on which the leave could be taken, `contract` the one in force on it, and the
    hourly wage the ordinary one of that day as a fraction. Without its pay item it is not there. `number` counts
    the payments for one last day of use: two people who decide at the same moment count alike, and the second
    is turned away.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="unused_leave_pay")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="unused_leave_pay")
    item = models.OneToOneField(Allowance, on_delete=models.CASCADE, related_name="unused_leave_pay")
    due_on = models.DateField(_("마지막 사용일"))
    employment_over = models.BooleanField(_("퇴사"))
    number = models.PositiveSmallIntegerField(_("차례"), default=1)
    minutes = models.PositiveIntegerField(_("시간"))
    hourly_numerator = models.BigIntegerField(_("통상시급(분자)"))
    hourly_denominator = models.BigIntegerField(_("통상시급(분모)"))
    amount = models.BigIntegerField(_("금액"))
    law = models.CharField(_("근거"), max_length=100)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("정한 일시"), auto_now_add=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, hourly_denominator__gt=0), name="unused_leave_pay_pays_for_time"
            ),
            models.UniqueConstraint(
                fields=["person", "due_on", "employment_over", "number"], name="unused_leave_is_paid_once"
            ),
        ]


class LeavePromotion(TenantModel):
    """The steps taken with one worker so that leave is taken before it lapses (근로기준법 제61조).

    `last_day` is the day the leave lapses, `later` leave of a first year that arose after the first notice.
    `minutes` is what the first notice said was left.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_promotions")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="leave_promotions")
    last_day = models.DateField(_("사용 기한"))
    first_year = models.BooleanField(_("1년 미만 연차"))
    later = models.BooleanField(_("1차 촉구 뒤 생긴 연차"))
    minutes = models.PositiveIntegerField(_("촉구한 시간"))
    first_noticed_on = models.DateField(_("1차 촉구일"))
    first_proof = models.CharField(_("1차 촉구 증거"), max_length=200)
    plan_received_on = models.DateField(_("사용 시기를 알려 온 날"), null=True, blank=True)
    plan = models.CharField(_("알려 온 사용 시기"), max_length=300, blank=True)
    second_noticed_on = models.DateField(_("2차 통보일"), null=True, blank=True)
    second_notice = models.CharField(_("정해 준 사용 시기"), max_length=300, blank=True)
    second_proof = models.CharField(_("2차 통보 증거"), max_length=200, blank=True)

    class Meta:
        ordering = ["last_day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "last_day", "later"], name="leave_promoted_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="promotion_names_time"),
            models.CheckConstraint(
                condition=Q(first_noticed_on__lte=F("last_day")), name="promotion_before_the_lapse"
            ),
        ]


class LeaveAllowance(TenantModel):
    """How many days of a leave the institution's own rule gives from a day on, by the name of its mark.

    A leave without such a row, and without a number in the law, is unknown and never told to be exceeded.
    """

    class Per(models.TextChoices):
        YEAR = "year", _("한 해")
        MONTH = "month", _("한 달")
        EVENT = "event", _("사유마다")

    code = models.CharField(_("부호 이름"), max_length=30)
    valid_from = models.DateField(_("적용일"))
    days = models.PositiveSmallIntegerField(_("일수"))
    per = models.CharField(_("세는 기간"), max_length=10, choices=Per, default=Per.YEAR)
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "code", "valid_from"], name="one_leave_allowance_per_day"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="leave_allowance_names_its_source"),
        ]
