"""Pay runs, payslips with their lines, the people a run could not pay, later corrections of paid months, bills."""

from datetime import date
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import BulkTenantModel, Person, TenantModel, User
from openinsa.staffing.models import Contract, FlexibleCover, Project
from openinsa.web.languages import in_workers_language


class MonthInputs(TenantModel):
    """What some runs of a month were computed from, as `compute.keeping` keeps it; never changed.

    `codes` are the institution's leave codes in the order of their numbers in the tables. `corrections` are
    the corrections that were laid over these tables.
    """

    month = models.DateField()
    tables = models.BinaryField()
    codes = ArrayField(models.CharField(max_length=30), default=list)
    corrections = ArrayField(models.BigIntegerField(), default=list)


class PayRun(TenantModel):
    """One project's pay of one month. Slips can be computed again until the run is paid.

    A supplement pays differences of closed months to people who have left; its month is the last they concern.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("정기급여")
        SUPPLEMENT = "supplement", _("차액 지급")

    class State(models.TextChoices):
        WAITING = "waiting", _("계산 대기")
        COMPUTED = "computed", _("계산됨")
        PAID = "paid", _("지급됨")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="pay_runs")
    month = models.DateField(_("월"))
    kind = models.CharField(_("구분"), max_length=10, choices=Kind, default=Kind.REGULAR)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.WAITING)
    pay_date = models.DateField(_("지급일"))
    rule_book_version = models.CharField(_("규칙집 판"), max_length=64, blank=True)
    inputs = models.ForeignKey(MonthInputs, on_delete=models.PROTECT, null=True, related_name="runs")
    people = models.PositiveIntegerField(_("인원"), default=0)
    gross = models.BigIntegerField(_("지급액"), default=0)
    deductions = models.BigIntegerField(_("공제액"), default=0)
    net = models.BigIntegerField(_("실지급액"), default=0)
    employer_total = models.BigIntegerField(_("기관부담금"), default=0)
    computed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField(_("계산일시"), null=True)
    paid_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(_("지급 확정일시"), null=True)

    class Meta:
        ordering = ["-month", "project__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=Q(kind="regular"),
                name="one_regular_run_per_project_and_month",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(kind="supplement") & ~Q(state="paid"),
                name="one_open_supplement_per_project",
            ),
            models.UniqueConstraint(fields=["institution", "id"], name="pay_run_of_institution"),
            models.CheckConstraint(condition=Q(month__day=1), name="run_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("deductions")), name="run_net_is_gross_less_deductions"
            ),
        ]


class Payslip(TenantModel):
    """What one contract earned in one run, as computed: closed slips are never edited.

    `facts` holds what the slip was computed from (minutes, weeks, wages, insured, flags), enough to
    replay it under the rule-book version of its run.
    """

    run = models.ForeignKey(PayRun, on_delete=models.CASCADE, related_name="slips")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="slips")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="slips")
    gross = models.BigIntegerField(_("지급액"))
    non_taxable = models.BigIntegerField(_("비과세"))
    taxable = models.BigIntegerField(_("과세대상"))
    deductions = models.BigIntegerField(_("공제액"))
    net = models.BigIntegerField(_("실지급액"))
    employer_total = models.BigIntegerField(_("기관부담금"))
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "contract"], name="one_slip_per_run_and_contract"),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("deductions")), name="slip_net_is_gross_less_deductions"
            ),
            models.CheckConstraint(
                condition=Q(taxable=F("gross") - F("non_taxable")), name="slip_taxable_is_gross_less_exempt"
            ),
        ]


class PayslipLine(BulkTenantModel):
    """One item of a slip: its amount, the formula in words with its numbers, the article, and `inputs`.

    `inputs` is what the amount was reckoned from, down to the entered days. `month` names the closed month
    of a difference, nothing for the pay of the run's own month. That a line's slip exists is checked once
    per statement, by a trigger.
    """

    class Side(models.TextChoices):
        EARNING = "earning", _("지급")
        DEDUCTION = "deduction", _("공제")
        EMPLOYER = "employer", _("기관부담")

    slip = models.ForeignKey(
        Payslip, on_delete=models.CASCADE, related_name="lines", db_index=False, db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=Side)
    code = models.CharField(max_length=40)
    month = models.DateField(_("귀속월"), null=True)
    amount = models.BigIntegerField(_("금액"))
    label_ko = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    words_ko = models.TextField(_("계산 방법"))
    words_en = models.TextField()
    law = models.CharField(_("근거"), max_length=200)
    inputs = models.JSONField(default=dict)

    class Meta:
        ordering = ["slip", "position"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "position"], name="one_line_per_position"),
        ]

    @property
    def label(self) -> str:
        """The item's name in the reader's language; what the institution named itself stays Korean."""
        return self.label_en if get_language() == "en" else in_workers_language(self.label_ko)

    @property
    def words(self) -> str:
        """The formula in the reader's language."""
        return self.words_en if get_language() == "en" else self.words_ko


class RunFault(TenantModel):
    """Somebody a run could not pay, with the reason; the others are paid."""

    run = models.ForeignKey(PayRun, on_delete=models.CASCADE, related_name="faults")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    message_ko = models.TextField()
    message_en = models.TextField()

    class Meta:
        ordering = ["run", "contract"]

    @property
    def message(self) -> str:
        """The reason in the reader's language."""
        return self.message_en if get_language() == "en" else self.message_ko


class Correction(TenantModel):
    """What a paid month should have been: proposed with a reason, then confirmed or turned down.

    From `first_day` to `last_day`. Days stand in `CorrectedDay`; a wage is `rate`; the kind LAW changes
    nothing but has the month computed under the rule book of today. Confirmed corrections are laid over a
    month in the order of `position`.
    """

    class Kind(models.TextChoices):
        DAYS = "days", _("근무")
        WAGE = "wage", _("임금")
        LAW = "law", _("법령")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("확인 대기")
        CONFIRMED = "confirmed", _("확정됨")
        DROPPED = "dropped", _("취소됨")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(_("구분"), max_length=10, choices=Kind)
    first_day = models.DateField(_("시작일"))
    last_day = models.DateField(_("종료일"))
    rate = models.PositiveIntegerField(_("임금 단가"), null=True)
    reason = models.CharField(_("사유"), max_length=300, db_column="why")
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversals")
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("제안일시"), auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("결정일시"), null=True)
    answer = models.CharField(_("돌려보낸 사유"), max_length=300, blank=True)
    position = models.PositiveIntegerField(null=True)

    @cached_property
    def flexible_to(self) -> date | None:
        """The last day of the person's flexible hours that hold on a corrected day. One statement, unless many
        corrections were asked about together."""
        covers = FlexibleCover.objects.filter(
            contract__person=self.contract.person_id,
            valid_from__lte=self.last_day,
            valid_to__gte=self.first_day,
        )
        last: date | None = covers.aggregate(last=Max("valid_to"))["last"]
        return last

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="correction_of_institution"),
            models.UniqueConstraint(fields=["institution", "position"], name="corrections_in_one_order"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="correction_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="wage", rate__gt=0) | (~Q(kind="wage") & Q(rate__isnull=True)),
                name="a_corrected_wage_names_its_rate",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", position__isnull=False)
                | (~Q(state="confirmed") & Q(position__isnull=True)),
                name="confirmed_corrections_have_their_place",
            ),
        ]


class CorrectedDay(TenantModel):
    """A day as it should have been recorded, read like `staffing.Day`; `was` is the mark that stood before."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("날짜"))
    was = models.CharField(max_length=20, blank=True)
    mark = models.CharField(_("부호"), max_length=20)
    code = models.CharField(max_length=30, blank=True)
    starts = models.PositiveSmallIntegerField(null=True)
    ends = models.PositiveSmallIntegerField(null=True)
    breaks = ArrayField(models.PositiveSmallIntegerField(), default=list)
    leave_code = models.CharField(max_length=30, blank=True)
    leave_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "date"], name="corrected_day_once"),
        ]


class CarriedCorrection(TenantModel):
    """A run that looked at a correction and carries what it makes: nothing more is due once it is paid."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="carried")
    run = models.ForeignKey(PayRun, on_delete=models.CASCADE, related_name="carried")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "run"], name="correction_carried_once_per_run")
        ]


class Difference(TenantModel):
    """What one slip pays for one closed month: the sums of its lines with that month.

    `corrections` are all that had been laid over the month, under `rule_book_version`.
    """

    run = models.ForeignKey(PayRun, on_delete=models.CASCADE, related_name="differences")
    slip = models.ForeignKey(Payslip, on_delete=models.CASCADE, related_name="differences")
    month = models.DateField(_("귀속월"))
    gross = models.BigIntegerField(_("지급액"))
    non_taxable = models.BigIntegerField(_("비과세"))
    deductions = models.BigIntegerField(_("공제액"))
    net = models.BigIntegerField(_("실지급액"))
    employer_total = models.BigIntegerField(_("기관부담금"))
    rule_book_version = models.CharField(_("규칙집 판"), max_length=64)
    corrections = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["slip", "month"]
        constraints = [
            models.UniqueConstraint(fields=["slip", "month"], name="one_difference_per_slip_and_month"),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("deductions")), name="difference_net_is_gross_less_deductions"
            ),
        ]


class PremiumBill(TenantModel):
    """An insurer's bill for one month, as the spreadsheet that came with it says.

    The file is kept sealed until the bill is confirmed or dropped, then forgotten. One bill of an insurance
    holds in a month.
    """

    class Insurance(models.TextChoices):
        HEALTH = "health", _("건강보험·장기요양보험")
        PENSION = "pension", _("국민연금")
        EMPLOYMENT = "employment", _("고용보험·산재보험")

    class State(models.TextChoices):
        READ = "read", _("확인 전")
        CONFIRMED = "confirmed", _("반영됨")
        DROPPED = "dropped", _("취소됨")

    month = models.DateField(_("월"))
    insurance = models.CharField(_("보험"), max_length=12, choices=Insurance)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.READ)
    name = models.CharField(_("파일명"), max_length=200)
    content_sealed = models.BinaryField()
    columns = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("올린 일시"), auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("확인일시"), null=True)

    class Meta:
        ordering = ["-month", "insurance", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="premium_bill_of_institution"),
            models.UniqueConstraint(
                fields=["institution", "month", "insurance"],
                condition=Q(state="confirmed"),
                name="one_bill_of_an_insurance_holds_in_a_month",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="bill_month_is_its_first_day"),
        ]


class BilledPerson(TenantModel):
    """One row of a confirmed bill: whom it names, whom we know by that name, and won by line of the payslip.

    `amounts` has the words of `rules.choices.Billed`. A row of nobody we know decides nothing.
    """

    class Known(models.TextChoices):
        NUMBER = "number", _("주민등록번호")
        BIRTH = "birth", _("성명과 생년월일")
        NAME = "name", _("성명(한 사람뿐)")
        PAID = "paid", _("이미 지급한 달")
        NOBODY = "nobody", _("없는 사람")
        SEVERAL = "several", _("같은 이름이 여럿")

    bill = models.ForeignKey(PremiumBill, on_delete=models.CASCADE, related_name="people")
    place = models.CharField(_("파일의 행"), max_length=120)
    name = models.CharField(_("성명"), max_length=100)
    birth = models.CharField(_("생년월일"), max_length=6, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="billed")
    known = models.CharField(_("찾은 방법"), max_length=10, choices=Known)
    amounts = models.JSONField(default=dict)

    class Meta:
        ordering = ["bill", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known__in=["nobody", "several"], person__isnull=True)
                | (~Q(known__in=["nobody", "several"]) & Q(person__isnull=False)),
                name="billed_person_is_known_or_not",
            ),
        ]


class CarriedBill(TenantModel):
    """What a bill that came after its month was paid takes or gives back of one person with a later month's pay.

    `lines` has, by line of the bill, the won billed and the won taken from the pay of the bill's month.
    """

    bill = models.ForeignKey(PremiumBill, on_delete=models.CASCADE, related_name="carried")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="carried_bills")
    month = models.DateField(_("반영하는 월"))
    lines = models.JSONField(default=dict)

    class Meta:
        ordering = ["month", "person"]
        constraints = [
            models.UniqueConstraint(fields=["bill", "person"], name="bill_of_a_person_carried_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="carried_bill_month_is_its_first_day"),
        ]


class OneTimePayment(TenantModel):
    """Pay outside the monthly pay, paid with one month: a bonus, a holiday bonus.

    It covers the months from `covers_from` to `covers_to`; without them, those since January or the last such
    payment. Its tax is that of the average of these months.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="one_time_payments")
    month = models.DateField(_("지급하는 월"))
    name = models.CharField(_("이름"), max_length=60)
    amount = models.PositiveIntegerField(_("금액"))
    covers_from = models.DateField(_("지급대상기간 시작"), null=True, blank=True)
    covers_to = models.DateField(_("지급대상기간 끝"), null=True, blank=True)
    grounds = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["-month", "contract", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month", "name"], name="one_time_payment_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="one_time_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="one_time_payment_pays_something"),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True, covers_to__isnull=True)
                | Q(covers_from__isnull=False, covers_to__gte=F("covers_from")),
                name="one_time_payment_covers_a_period_or_none",
            ),
        ]


class PremiumSettlement(TenantModel):
    """A person's health, care and unemployment premiums of a year, settled on the pay that was paid.

    `due` and `charged` are won by line, `base` the monthly pay settled. What differs is carried by `shares`. What the
    employer owes and was charged stands beside it, for the books alone.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="premium_settlements")
    year = models.PositiveSmallIntegerField(_("정산 연도"))
    pay = models.BigIntegerField(_("보수 총액"))
    months = models.PositiveSmallIntegerField(_("근무한 개월 수"))
    base = models.BigIntegerField(_("정산한 보수월액"))
    due = models.JSONField(default=dict)
    charged = models.JSONField(default=dict)
    employer_due = models.JSONField(default=dict)
    employer_charged = models.JSONField(default=dict)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("정산일시"), auto_now_add=True)

    class Meta:
        ordering = ["-year", "person"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="premium_settlement_of_institution"),
            models.UniqueConstraint(fields=["person", "year"], name="premiums_of_a_year_settled_once"),
        ]


class SettlementShare(TenantModel):
    """What one month's pay carries of a settlement: won by line, below 0 what comes back."""

    settlement = models.ForeignKey(PremiumSettlement, on_delete=models.CASCADE, related_name="shares")
    month = models.DateField(_("월"))
    amounts = models.JSONField(default=dict)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "month"], name="one_settlement_share_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="settlement_month_is_its_first_day"),
        ]
