"""The ledger of leave: what arose for whom, in minutes. What was taken stands in the days of work."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel, User
from openinsa.staffing.models import Allowance, Contract


class LeaveGrant(TenantModel):
    """Annual leave that arose on one day.

    `contract` is the one in force on that day. Grants of months and years follow from the days of approved
    months and are written anew when those change; grants by hand stay as they are. COMPARED is what the day of
    hire would give beside a fiscal year: nobody can take it. `figures` are what the rules read.
    """

    class Basis(models.TextChoices):
        MONTH = "month", _("1개월 개근")
        YEAR = "year", _("1년 근속")
        FISCAL = "fiscal", _("회계연도")
        COMPARED = "compared", _("입사일 기준(비교)")
        BY_HAND = "by_hand", _("직접 입력")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_grants")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="leave_grants")
    basis = models.CharField(_("발생 사유"), max_length=10, choices=Basis)
    granted_on = models.DateField(_("발생일"))
    expires_on = models.DateField(_("사용 기한"))
    days = models.PositiveSmallIntegerField(_("일수"))
    minutes = models.PositiveIntegerField(_("시간"))
    note = models.CharField(_("비고"), max_length=200, blank=True)
    figures = models.JSONField(default=dict)

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


class BankedLeave(TenantModel):
    """Leave that one contract's overtime, holiday and night work of an approved month earned in place of pay.

    `use_until` is the last day of its use by the agreement, nothing where the agreement names none.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="banked_leave")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="banked_leave")
    month = models.DateField(_("일한 달"))
    minutes = models.PositiveIntegerField(_("시간"))
    use_until = models.DateField(_("사용 기한"), null=True)

    class Meta:
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "month"], name="leave_is_banked_once_a_month"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="banked_leave_is_time"),
        ]


class UnusedLeavePay(TenantModel):
    """Pay for leave that nobody can take any more, as an item of one month's pay or paid elsewhere.

    `due_on` is the last day on which the leave could be taken, `contract` the one in force on it, and the
    hourly wage the ordinary one of that day as a fraction. Compensatory leave names the month that earned it in
    `earned_in`. Without its pay item it is not there, unless it was paid
    outside the product on `paid_on`, as `note` tells. `number` counts the payments for one last day of use: two
    people who decide at the same moment count alike, and the second is turned away.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("연차")
        COMPENSATORY = "compensatory", _("보상휴가")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="unused_leave_pay")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="unused_leave_pay")
    kind = models.CharField(_("휴가"), max_length=12, choices=Kind, default=Kind.ANNUAL)
    earned_in = models.DateField(_("일한 달"), null=True)
    item = models.OneToOneField(
        Allowance, on_delete=models.CASCADE, null=True, related_name="unused_leave_pay"
    )
    paid_on = models.DateField(_("지급일"), null=True)
    note = models.CharField(_("비고"), max_length=200, blank=True)
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
                fields=["person", "kind", "earned_in", "due_on", "employment_over", "number"],
                nulls_distinct=False,
                name="unused_leave_is_paid_once",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, paid_on__isnull=True)
                | (Q(item__isnull=True, paid_on__isnull=False) & ~Q(note="")),
                name="unused_leave_is_in_a_pay_or_paid_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(kind="annual", earned_in__isnull=True)
                | Q(kind="compensatory", earned_in__isnull=False),
                name="compensatory_leave_names_its_month",
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


class LeaveSetting(TenantModel):
    """How an institution grants annual leave and how much may be taken in advance, from a day on.

    A change of the granting begins with a fiscal year, of the new setting or of the one before it: every day of
    service is then granted for once.
    """

    class Granting(models.TextChoices):
        HIRE = "hire", _("입사일 기준")
        FISCAL = "fiscal", _("회계연도 기준")

    class Settlement(models.TextChoices):
        """What holds at the end of work where the fiscal year gave more than the day of hire."""

        LARGER = "larger", _("많은 쪽을 인정")
        HIRE = "hire", _("입사일 기준으로 다시 계산")

    class ShareUnit(models.IntegerChoices):
        MINUTE = 1, _("1분")
        HOUR = 60, _("1시간")
        HALF_DAY = 240, _("4시간")
        DAY = 480, _("8시간")

    class Advance(models.TextChoices):
        FREE = "free", _("알리지 않음")
        WARN = "warn", _("한도를 넘으면 월 근무상황에 표시")
        REFUSE = "refuse", _("한도를 넘으면 제출하지 않음")

    valid_from = models.DateField(_("적용일"))
    granting = models.CharField(_("연차를 주는 기준"), max_length=10, choices=Granting, default=Granting.HIRE)
    fiscal_month = models.PositiveSmallIntegerField(_("회계연도가 시작하는 달"), default=1)
    share_unit = models.PositiveSmallIntegerField(
        _("비례 연차를 올리는 단위"), choices=ShareUnit, default=ShareUnit.MINUTE
    )
    settlement = models.CharField(
        _("회계연도 기준이 더 많을 때"), max_length=10, choices=Settlement, default=Settlement.LARGER
    )
    advance = models.CharField(_("당겨 쓰는 연차"), max_length=10, choices=Advance, default=Advance.FREE)
    advance_days = models.PositiveSmallIntegerField(_("당겨 쓸 수 있는 일수"), default=0)
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "valid_from"], name="one_leave_setting_per_day"),
            models.CheckConstraint(
                condition=Q(fiscal_month__gte=1, fiscal_month__lte=12), name="fiscal_year_begins_in_a_month"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="leave_setting_names_its_source"),
        ]

    @property
    def begins_in(self) -> int:
        """The month that begins the fiscal year, 0 where the day of hire decides."""
        return self.fiscal_month if self.granting == self.Granting.FISCAL else 0

    def begins_fiscal_year_on(self, day: date) -> bool:
        return day.day == 1 and day.month == self.begins_in
