"""Pay runs, payslips with their lines, and the people a run could not pay."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import BulkTenantModel, Person, TenantModel, User
from openinsa.staffing.models import Contract, Project


class PayRun(TenantModel):
    """One project's pay of one month. Slips can be computed again until the run is paid."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("정기급여")

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
                fields=["project", "month", "kind"], name="one_run_per_project_month_kind"
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

    `inputs` is what the amount was reckoned from, down to the entered days. That a line's slip exists is
    checked once per statement, by a trigger.
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
        """The item's name in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_ko

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
