"""Settlements with who leaves, how an institution reckons them, and marks that the average wage leaves out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel, User
from openinsa.staffing.models import Contract


class EndingSetting(TenantModel):
    """How an institution reckons settlements of employments that end from a day on, and on what ground."""

    class February(models.TextChoices):
        """Where three months begin whose day is missing in February."""

        MARCH = "march", _("3월 1일(고용노동부 계산기)")
        LAST_DAY = "last_day", _("2월 말일")

    class Rounding(models.TextChoices):
        CUT = "cut", _("원 미만 버림(판결)")
        NEAREST = "nearest", _("원 단위 반올림(고용노동부 계산기)")

    valid_from = models.DateField(_("적용일"))
    february = models.CharField(
        _("평균임금 첫날이 2월에 없을 때"), max_length=10, choices=February, default=February.MARCH
    )
    rounding = models.CharField(_("퇴직금의 끝수"), max_length=10, choices=Rounding, default=Rounding.CUT)
    gap_days = models.PositiveSmallIntegerField(_("이어진 것으로 보는 공백(일)"), default=0)
    pays_fairness = models.BooleanField(_("공정수당 지급"), default=False)
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "valid_from"], name="one_ending_setting_per_day"),
        ]


class LeftOut(TenantModel):
    """A mark whose days and wages the average wage leaves out or keeps in, from a day on.

    What the law leaves out by itself stands in `exclusions.BY_LAW`; a row here is stronger.
    """

    code = models.CharField(_("부호 이름"), max_length=30)
    valid_from = models.DateField(_("적용일"))
    left_out = models.BooleanField(_("평균임금에서 뺌"), default=True)
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "code", "valid_from"], name="one_word_on_a_mark_per_day"
            ),
        ]


class Settlement(TenantModel):
    """What is settled with a person whose employment ended with a contract.

    While drafted it is reckoned anew from what is known; once confirmed it stays, with `given` (what the
    rules read), `told` (how they explained it) and the version of the rule book. `overrides` holds values
    that somebody put in place of computed ones: {name: {"value": ..., "why": ...}}.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("작성됨")
        CONFIRMED = "confirmed", _("확정됨")
        PAID = "paid", _("지급됨")

    class Payment(models.TextChoices):
        PENSION_ACCOUNT = "pension_account", _("개인형퇴직연금(IRP) 계좌")
        ACCOUNT = "account", _("본인 계좌")

    class Ground(models.TextChoices):
        """Why severance may go to an ordinary account (퇴직급여법 제9조제2항)."""

        AGE = "age", _("55세 이상")
        SMALL_SUM = "small_sum", _("고시 금액 이하")
        DEATH = "death", _("사망")
        LEFT_THE_COUNTRY = "left_the_country", _("출국한 외국인")
        OTHER_LAW = "other_law", _("다른 법률에 따른 공제")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="settlements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="settlements")
    ended_on = models.DateField(_("퇴직일"))
    employed_since = models.DateField(_("입사일"))
    cause = models.CharField(_("퇴직 사유"), max_length=30)
    note = models.CharField(_("비고"), max_length=200, blank=True)
    notice_given_on = models.DateField(_("해고를 예고한 날"), null=True, blank=True)
    payment = models.CharField(
        _("지급 방법"), max_length=20, choices=Payment, default=Payment.PENSION_ACCOUNT
    )
    ground = models.CharField(_("본인 계좌 사유"), max_length=20, choices=Ground, blank=True)
    pension_provider = models.CharField(_("IRP 금융기관"), max_length=60, blank=True)
    pension_account_sealed = models.BinaryField(null=True)
    overrides = models.JSONField(default=dict)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.DRAFTED)

    severance = models.BigIntegerField(_("퇴직금"), default=0)
    notice_pay = models.BigIntegerField(_("해고예고수당"), default=0)
    income_tax = models.BigIntegerField(_("퇴직소득세"), default=0)
    local_tax = models.BigIntegerField(_("지방소득세"), default=0)
    net = models.BigIntegerField(_("실지급액"), default=0)
    leave_pay = models.BigIntegerField(_("미사용 연차수당"), default=0)
    fairness = models.BigIntegerField(_("공정수당"), default=0)
    due_on = models.DateField(_("지급 기한"))
    given = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    months = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    rule_book_version = models.CharField(_("규칙집 판"), max_length=64, blank=True)

    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("작성일시"), auto_now_add=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("확정일시"), null=True)
    paid_on = models.DateField(_("지급일"), null=True)
    late_days = models.PositiveIntegerField(_("지연일수"), default=0)
    late_interest = models.BigIntegerField(_("지연이자"), default=0)
    interest_waived = models.CharField(_("지연이자를 붙이지 않는 사유"), max_length=200, blank=True)
    paid_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-ended_on", "person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract"], name="one_settlement_per_contract"),
            models.UniqueConstraint(fields=["institution", "id"], name="settlement_of_institution"),
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("employed_since")), name="settlement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(net=F("severance") + F("notice_pay") - F("income_tax") - F("local_tax")),
                name="settlement_net_is_its_sum",
            ),
            models.CheckConstraint(
                condition=Q(severance=0) | Q(fairness=0), name="never_severance_and_fairness"
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False)
                | (~Q(state="paid") & Q(paid_on__isnull=True)),
                name="paid_settlements_name_their_day",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.DRAFTED


class InterimSettlement(TenantModel):
    """Severance settled before the end at the worker's request; service for severance begins anew the day after.

    Never changed: what the rules read and told stays with it as with a confirmed settlement.
    """

    class Ground(models.TextChoices):
        """Why severance may be settled before the end (퇴직급여법 시행령 제3조제1항)."""

        HOUSE = "house", _("무주택자의 주택 구입(제1호)")
        DEPOSIT = "deposit", _("무주택자의 전세금·보증금(제2호)")
        CARE = "care", _("본인·배우자·부양가족의 6개월 이상 요양(제3호)")
        BANKRUPTCY = "bankruptcy", _("5년 안의 파산선고(제4호)")
        REHABILITATION = "rehabilitation", _("5년 안의 개인회생절차 개시(제5호)")
        WAGE_PEAK = "wage_peak", _("임금피크제 시행(제6호)")
        SHORTER_HOURS = "shorter_hours", _("소정근로시간 변경, 3개월 이상(제6호의2)")
        HOURS_LAW = "hours_law", _("근로시간 단축 법 시행으로 퇴직금 감소(제6호의3)")
        DISASTER = "disaster", _("천재지변 등 고시한 사유(제7호)")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="interim_settlements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interim_settlements")
    settled_on = models.DateField(_("중간정산 기준일"))
    requested_on = models.DateField(_("근로자가 신청한 날"))
    ground = models.CharField(_("중간정산 사유"), max_length=20, choices=Ground)
    document = models.CharField(_("증명 서류"), max_length=200)
    paid_on = models.DateField(_("지급일"))
    employed_since = models.DateField(_("입사일"))
    severance = models.BigIntegerField(_("퇴직금"))
    income_tax = models.BigIntegerField(_("퇴직소득세"))
    local_tax = models.BigIntegerField(_("지방소득세"))
    net = models.BigIntegerField(_("실지급액"))
    given = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    months = models.JSONField(default=list)
    rule_book_version = models.CharField(_("규칙집 판"), max_length=64)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("기록한 일시"), auto_now_add=True)

    class Meta:
        ordering = ["-settled_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "settled_on"], name="one_interim_settlement_per_day"),
            models.CheckConstraint(
                condition=Q(net=F("severance") - F("income_tax") - F("local_tax")),
                name="interim_net_is_its_sum",
            ),
        ]
