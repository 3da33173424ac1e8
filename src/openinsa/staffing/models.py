"""Projects, contracts in dated versions, months and days of work."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.compute.tables import EVERY_MONTH
from openinsa.compute.words import percent
from openinsa.people.models import BulkTenantModel, Department, Person, TenantModel, User
from openinsa.staffing.flexible_models import FlexibleAgreement as FlexibleAgreement
from openinsa.staffing.flexible_models import FlexibleCover as FlexibleCover
from openinsa.staffing.import_models import ImportFile as ImportFile
from openinsa.staffing.import_models import RememberedMapping as RememberedMapping
from openinsa.staffing.marks import MARK_AT_MOST, minutes_of
from openinsa.staffing.overview_models import InstitutionOverview as InstitutionOverview
from openinsa.staffing.ranges import Days, Same, SameText
from openinsa.staffing.shift_models import CrewAssignment as CrewAssignment
from openinsa.staffing.shift_models import ShiftPattern as ShiftPattern
from openinsa.staffing.shift_models import ShiftType as ShiftType
from openinsa.staffing.time_models import Approval as Approval
from openinsa.staffing.time_models import Consent as Consent
from openinsa.staffing.time_models import DecidedWeek as DecidedWeek
from openinsa.staffing.time_models import HolidaySwap as HolidaySwap
from openinsa.staffing.time_models import InstitutionHoliday as InstitutionHoliday
from openinsa.staffing.time_models import Motherhood as Motherhood
from openinsa.web.languages import in_workers_language

LONGEST_MONTH = 31 * 24 * 60


class Project(TenantModel):
    class DayLabourPayment(models.TextChoices):
        """Which days of work one payment to a worker taxed by the day covers."""

        MONTHLY = "monthly", _("한 달에 한 번")
        WEEKLY = "weekly", _("주마다")
        DAILY = "daily", _("날마다")

    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name=_("부서"))
    name = models.CharField(_("사업명"), max_length=200)
    starts_on = models.DateField(_("시작일"))
    ends_on = models.DateField(_("종료일"))
    budget = models.BigIntegerField(_("예산액"), default=0)
    budget_code = models.CharField(_("통계목"), max_length=20, default="101-04")
    construction_site = models.BooleanField(_("건설현장"), default=False)
    day_labour_payment = models.CharField(
        _("일용 노임 지급"), max_length=10, choices=DayLabourPayment, default=DayLabourPayment.MONTHLY
    )
    review_approval = models.CharField(_("사전심사 승인번호"), max_length=100, blank=True)
    review_approved_on = models.DateField(_("사전심사 승인일"), null=True, blank=True)
    clerks = models.ManyToManyField(
        User, through="ProjectClerk", verbose_name=_("사업담당"), related_name="projects", blank=True
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "department", "name"], name="project_name_once"),
            models.UniqueConstraint(fields=["institution", "id"], name="project_of_institution"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_ends_after_start"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="project_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(review_approval="", review_approved_on__isnull=True)
                | (~Q(review_approval="") & Q(review_approved_on__isnull=False)),
                name="review_approval_has_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectClerk(TenantModel):
    """Who enters a project's months."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    clerk = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "clerk"], name="clerk_once_per_project")]


class Contract(TenantModel):
    """One person's employment in one project, from the first day to the last, both included."""

    class TaxMode(models.TextChoices):
        TABLE = "table", _("간이세액표")
        DAILY = "daily", _("일용근로소득")

    class ExceptionReason(models.TextChoices):
        """Why two years of fixed-term employment do not bind: 기간제법 제4조제1항 단서, 시행령 제3조."""

        NONE = "none", _("없음")
        PROJECT_COMPLETION = "project_completion", _("사업의 완료·특정한 업무의 완성")
        STAND_IN = "stand_in", _("휴직·파견 등 결원 대체")
        STUDY = "study", _("학업·직업훈련 이수")
        ELDER = "elder", _("고령자(55세 이상)")
        PROFESSIONAL = "professional", _("전문적 지식·기술(박사, 기술사, 전문자격)")
        JOB_SCHEME = "job_scheme", _("복지정책·실업대책 일자리")
        OTHER_ACT = "other_act", _("다른 법령이 기간을 달리 정함")
        DEFENCE = "defence", _("군사·국가안전보장·외교·통일 업무")
        UNIVERSITY = "university", _("대학의 조교·겸임교원 등")
        HIGH_EARNER = "high_earner", _("관리자·전문가 가운데 근로소득 상위 25%")
        SHORT_WEEK = "short_week", _("1주 15시간 미만")
        SPORTS = "sports", _("선수·체육지도자")
        RESEARCH = "research", _("연구기관의 연구업무")
        OPEN_ENDED = "open_ended", _("무기계약(기간의 정함이 없음)")

    # Held by the constraints that also compare institutions; a second check of each row would tell nothing more.
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="contracts", db_constraint=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contracts", db_constraint=False
    )
    starts_on = models.DateField(_("계약시작일"))
    ends_on = models.DateField(_("계약종료일"))
    agreed_end = models.DateField(_("처음 약정한 종료일"), null=True, blank=True)
    job = models.CharField(_("직무"), max_length=100, blank=True)
    tax_mode = models.CharField(_("과세 방식"), max_length=10, choices=TaxMode, default=TaxMode.TABLE)
    pension_first_month_requested = models.BooleanField(_("취득 월 연금 납부 희망"), default=False)
    employment_before_65 = models.BooleanField(_("65세 전부터 고용보험 계속 가입"), default=False)
    day_labour = models.BooleanField(_("일용근로(하루 단위 고용)"), default=False)
    short_hours_pension_wish = models.BooleanField(
        _("월 60시간 미만 국민연금 가입 희망(기관 동의)"), default=False
    )
    probation_to = models.DateField(_("수습 마지막 날"), null=True, blank=True)
    simple_labour = models.BooleanField(_("단순노무 직종"), default=False)
    production_job = models.BooleanField(_("생산직 등(연장수당 비과세 직종)"), default=False)
    last_year_gross = models.PositiveBigIntegerField(_("직전 연도 총급여"), null=True, blank=True)
    exempt_approval = models.CharField(_("근로시간 적용제외 승인번호"), max_length=60, blank=True)
    exempt_from = models.DateField(_("적용제외 시작일"), null=True, blank=True)
    exempt_to = models.DateField(_("적용제외 종료일"), null=True, blank=True)
    exception_reason = models.CharField(
        _("기간제 사용기간 예외 사유"),
        max_length=20,
        choices=ExceptionReason,
        default=ExceptionReason.NONE,
    )
    exception_document = models.CharField(_("예외 사유 문서"), max_length=100, blank=True)
    childcare_leave_days = models.PositiveSmallIntegerField(_("육아휴직한 날수"), default=0)

    class Meta:
        ordering = ["person__name", "starts_on", "id"]
        constraints = [
            ExclusionConstraint(
                name="one_contract_per_day_project_and_person",
                expressions=[
                    (Same("project"), RangeOperators.OVERLAPS),
                    (Same("person"), RangeOperators.OVERLAPS),
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(fields=["institution", "id"], name="contract_of_institution"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(exempt_approval="", exempt_from__isnull=True, exempt_to__isnull=True)
                | (~Q(exempt_approval="") & Q(exempt_from__isnull=False, exempt_to__gte=F("exempt_from"))),
                name="exempt_work_has_approval_and_days",
            ),
        ]


class ContractVersion(TenantModel):
    """What a contract says from a day on. Versions follow each other without gap or overlap.

    `schedule` is {"mon": [start, end, [[from, to], ...]], ...}: minutes after 00:00, breaks inside; a
    weekday that is missing is a day without scheduled work.
    """

    class PayBasis(models.TextChoices):
        HOURLY = "hourly", _("시급")
        DAILY = "daily", _("일급")
        MONTHLY = "monthly", _("월급")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, pgettext_lazy("weekday", "월")
        TUESDAY = 1, pgettext_lazy("weekday", "화")
        WEDNESDAY = 2, pgettext_lazy("weekday", "수")
        THURSDAY = 3, pgettext_lazy("weekday", "목")
        FRIDAY = 4, pgettext_lazy("weekday", "금")
        SATURDAY = 5, pgettext_lazy("weekday", "토")
        SUNDAY = 6, pgettext_lazy("weekday", "일")

    contract = models.ForeignKey(
        Contract, on_delete=models.CASCADE, related_name="versions", db_constraint=False
    )  # held by the constraint that also compares institutions
    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"))
    pay_basis = models.CharField(_("임금 형태"), max_length=10, choices=PayBasis, default=PayBasis.DAILY)
    rate = models.PositiveIntegerField(_("임금 단가"))
    daily_scheduled_minutes = models.PositiveSmallIntegerField(_("1일 소정근로(분)"), default=480)
    weekly_scheduled_minutes = models.PositiveSmallIntegerField(_("1주 소정근로(분)"), default=2400)
    weekly_scheduled_days = models.PositiveSmallIntegerField(_("1주 소정근로일수"), default=5)
    monthly_scheduled_minutes = models.PositiveIntegerField(
        _("월 소정근로시간(따로 정한 분)"), default=0, db_default=0
    )
    month_hours = models.PositiveSmallIntegerField(_("월 유급시간"), default=0, db_default=0)
    part_time = models.BooleanField(_("단시간근로자"), default=False)
    week_ends_on = models.PositiveSmallIntegerField(_("주휴일"), choices=Weekday, default=Weekday.SUNDAY)
    schedule = models.JSONField(_("근무시간표"))

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_version_per_day_of_a_contract",
                expressions=[
                    (Same("contract"), RangeOperators.OVERLAPS),
                    (Days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="version_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="version_pays_something"),
            models.CheckConstraint(
                condition=Q(daily_scheduled_minutes__gt=0, daily_scheduled_minutes__lte=1440),
                name="version_day_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(monthly_scheduled_minutes__lte=LONGEST_MONTH),
                name="version_month_has_its_minutes",
            ),
        ]


class Allowance(TenantModel):
    """A pay item beside the wage, for some days of a contract; kinds and flags as docs/wages.md says."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", _("월 정액")
        PER_WORKED_DAY = "per_worked_day", _("근무일당")
        PER_MARKED_DAY = "per_marked_day", _("부호가 있는 날마다")
        PER_HOUR = "per_hour", _("시간당")
        SHARE = "share", _("기본급·통상임금의 비율")
        TABLE = "table", _("호봉표의 등급·근속연수에 따른 월 정액")

    class Measure(models.TextChoices):
        NONE = "none", _("없음")
        WORKED = "worked", _("근무한 시간")
        OVERTIME = "overtime", _("연장근로시간")
        HOLIDAY = "holiday", _("휴일근로시간")
        NIGHT = "night", _("야간근로시간")
        BASIC_PAY = "basic_pay", _("그 달의 기본급")
        ORDINARY_WAGE = "ordinary_wage", _("월 통상임금")

    HOURS = (Measure.WORKED, Measure.OVERTIME, Measure.HOLIDAY, Measure.NIGHT)
    PAY = (Measure.BASIC_PAY, Measure.ORDINARY_WAGE)

    class Rounding(models.TextChoices):
        FLOOR_1 = "floor_1", _("원 미만 버림")
        HALF_UP_1 = "half_up_1", _("원 미만 반올림")
        CEIL_1 = "ceil_1", _("원 미만 올림")
        FLOOR_10 = "floor_10", _("10원 미만 버림")
        CEIL_10 = "ceil_10", _("10원 미만 올림")

    class Proration(models.TextChoices):
        FULL = "full", _("전액")
        CALENDAR_DAYS = "calendar_days", _("일할")

    class Tax(models.TextChoices):
        TAXABLE = "taxable", _("과세")
        MEAL = "meal", _("식대(비과세)")
        CAR = "car", _("자가운전(비과세)")
        CHILDCARE = "childcare", _("보육수당(6세 이하 자녀, 비과세)")
        RESEARCH = "research", _("연구보조비(비과세)")
        WORK_ABROAD = "work_abroad", _("국외근로(비과세)")
        SHIP_OR_CONSTRUCTION_ABROAD = (
            "ship_or_construction_abroad",
            _("선박·국외 건설현장 근로(비과세)"),
        )
        UNTAXED = "untaxed", _("전액 비과세(당직·여비 실비, 출산지원금 등)")

    class MinimumWage(models.TextChoices):
        COUNTED = "counted", _("산입")
        WELFARE = "welfare", _("복리후생")
        NOT_COUNTED = "not_counted", _("불산입")

    class Condition(models.TextChoices):
        NONE = "none", _("조건 없음")
        EMPLOYED_ON_A_DAY = "employed_on_a_day", _("지급일 등 특정일에 재직하는 사람만")
        WITHIN_SCHEDULED_DAYS = "within_scheduled_days", _("소정근로일수 안의 일수를 채운 사람만")
        BEYOND_SCHEDULED_DAYS = "beyond_scheduled_days", _("소정근로일수를 넘겨 일한 사람만")
        PERFORMANCE = "performance", _("실적에 따른 순수 성과급")
        ACTUAL_COST = "actual_cost", _("쓴 비용을 갚아 주는 실비")

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="allowances")
    name = models.CharField(_("수당명"), max_length=60)
    kind = models.CharField(_("지급 방식"), max_length=20, choices=Kind, default=Kind.MONTHLY)
    amount = models.PositiveIntegerField(_("금액"))
    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"))
    proration = models.CharField(_("일할 여부"), max_length=20, choices=Proration, default=Proration.FULL)
    condition = models.CharField(_("지급 조건"), max_length=30, choices=Condition, default=Condition.NONE)
    ordinary_from = models.DateField(_("통상임금 산입일"), null=True, blank=True)
    tax = models.CharField(_("과세 구분"), max_length=30, choices=Tax, default=Tax.TAXABLE)
    minimum_wage = models.CharField(
        _("최저임금 산입"), max_length=20, choices=MinimumWage, default=MinimumWage.COUNTED
    )
    measure = models.CharField(
        _("무엇의 시간·비율인지"), max_length=20, choices=Measure, default=Measure.NONE
    )
    day_code = models.CharField(_("부호"), max_length=30, blank=True, default="")
    pay_table = models.CharField(_("호봉표"), max_length=60, blank=True, default="")
    grade = models.CharField(_("등급"), max_length=40, blank=True, default="")
    service_from = models.DateField(_("근속 기산일"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("주는 달"), default=EVERY_MONTH)
    rounding = models.CharField(_("끝수"), max_length=10, choices=Rounding, blank=True, default="")
    average_wage = models.BooleanField(_("평균임금 산입"), default=True)

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_allowance_of_a_name_per_day",
                expressions=[
                    (Same("contract"), RangeOperators.OVERLAPS),
                    (SameText("name"), RangeOperators.OVERLAPS),
                    (Days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["monthly", "per_worked_day", "table"], measure="none", day_code="")
                | Q(kind="per_hour", measure__in=["worked", "overtime", "holiday", "night"], day_code="")
                | Q(kind="share", measure__in=["basic_pay", "ordinary_wage"], day_code="")
                | (Q(kind="per_marked_day", measure="none") & ~Q(day_code="")),
                name="allowance_says_what_it_counts",
            ),
            models.CheckConstraint(
                condition=Q(pay_table="", grade="") & ~Q(kind="table")
                | Q(kind="table") & ~Q(pay_table="") & ~Q(grade="") & Q(service_from__isnull=False),
                name="allowance_by_table_names_its_row",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=EVERY_MONTH), name="allowance_is_paid_in_some_month"
            ),
            models.CheckConstraint(
                condition=~Q(kind="share") | Q(amount__lte=10_000_000), name="share_is_ten_times_at_most"
            ),
        ]

    @property
    def months_paid(self) -> list[int]:
        """The months of the year in which it is paid, from 1 to 12."""
        return [month for month in range(1, 13) if self.months >> (month - 1) & 1]

    @property
    def reckoned(self) -> str:
        """How the amount is reckoned, in words."""
        if self.kind == self.Kind.PER_HOUR:
            return say("%(what)s 1시간마다") % {"what": self.get_measure_display()}
        if self.kind == self.Kind.TABLE:
            words = f"{self.pay_table} {self.grade}"
        elif self.kind == self.Kind.SHARE:
            words = say("%(what)s의 비율") % {"what": self.get_measure_display()}
        else:
            words = self.get_kind_display()
        if self.months != EVERY_MONTH:
            words += " (" + say("%(months)s월") % {"months": "·".join(map(str, self.months_paid))} + ")"
        return words

    @property
    def said_amount(self) -> str:
        """Won with separators, a share in percent, or nothing where a table says it."""
        if self.kind == self.Kind.TABLE:
            return "–"
        return percent(self.amount) if self.kind == self.Kind.SHARE else f"{self.amount:,}"


class PayTable(TenantModel):
    """What the institution pays a month by grade and completed years of service, from a day on.

    `rows` holds for each grade the won of 0, 1, 2, ... years; the last amount holds for all further years.
    """

    name = models.CharField(_("호봉표 이름"), max_length=60)
    valid_from = models.DateField(_("적용 시작일"))
    source = models.CharField(_("근거"), max_length=200)
    rows = models.JSONField(_("등급과 금액"))

    class Meta:
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name", "valid_from"], name="one_pay_table_of_a_name_per_day"
            ),
        ]

    @property
    def most_years(self) -> int:
        return max(map(len, self.rows.values()), default=0)


class Deduction(TenantModel):
    """What is kept back from pay by written agreement, for some days of a contract."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", _("월 정액")
        PER_WORKED_DAY = "per_worked_day", _("근무일당")

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="deductions")
    name = models.CharField(_("공제명"), max_length=60)
    kind = models.CharField(_("공제 방식"), max_length=20, choices=Kind, default=Kind.MONTHLY)
    amount = models.PositiveIntegerField(_("금액"))
    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"))
    agreement = models.CharField(_("동의서·단체협약"), max_length=200)

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_deduction_of_a_name_per_day",
                expressions=[
                    (Same("contract"), RangeOperators.OVERLAPS),
                    (SameText("name"), RangeOperators.OVERLAPS),
                    (Days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="deduction_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="deduction_takes_something"),
            models.CheckConstraint(condition=~Q(agreement=""), name="deduction_is_agreed"),
        ]


class DayCode(TenantModel):
    """A mark that a clerk may put into a cell of the month, and what it means for pay.

    A duty is no work, unless its content equals normal work: `as_work` then counts its hours, from `starts` to
    `ends` in minutes after 00:00 of the date.
    """

    class Kind(models.TextChoices):
        WORK = "work", _("근무")
        FREE = "free", _("쉬는 날")
        LEAVE = "leave", _("근무하지 않은 날")
        HALF = "half", _("반일")
        DUTY = "duty", _("일숙직")

    class Attendance(models.TextChoices):
        PRESENT = "present", _("출근")
        EXCUSED = "excused", _("제외")
        ABSENT = "absent", _("결근")

    OWN = "own_"
    """How the names of an institution's own marks begin."""

    code = models.CharField(_("부호 이름"), max_length=30)
    mark = models.CharField(_("부호"), max_length=10)
    label_ko = models.CharField(_("뜻"), max_length=40)
    label_en = models.CharField(_("뜻(영문)"), max_length=40)
    kind = models.CharField(_("종류"), max_length=10, choices=Kind)
    paid = models.BooleanField(_("유급"))
    attendance = models.CharField(_("개근 판단"), max_length=10, choices=Attendance)
    law = models.CharField(_("근거"), max_length=100, blank=True)
    as_work = models.BooleanField(_("근로시간으로 셈"), default=False)
    starts = models.PositiveSmallIntegerField(_("당직 시작"), null=True, blank=True)
    ends = models.PositiveSmallIntegerField(_("당직 끝"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="day_code_once"),
            models.UniqueConstraint(fields=["institution", "mark"], name="day_mark_once"),
            models.CheckConstraint(
                condition=Q(as_work=False) | Q(kind="duty", starts__lt=1440, ends__gt=F("starts")),
                name="duty_as_work_has_hours",
            ),
        ]

    @property
    def label(self) -> str:
        """What the mark means, in the reader's language."""
        return self.label_en if get_language() == "en" else in_workers_language(self.label_ko)

    @property
    def is_own(self) -> bool:
        """Whether the institution added the mark itself."""
        return self.code.startswith(self.OWN)


class ProjectMonth(TenantModel):
    """One project's month on its way from the clerk to payment."""

    class State(models.TextChoices):
        OPEN = "open", _("입력 중")
        SUBMITTED = "submitted", _("제출됨")
        APPROVED = "approved", _("승인됨")
        PAID = "paid", _("지급됨")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="months")
    month = models.DateField(_("월"))
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.OPEN)
    sheet_version = models.PositiveIntegerField(default=0)
    sent_back_reason = models.CharField(_("돌려보낸 사유"), max_length=300, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("제출일시"), null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("승인일시"), null=True)

    class Meta:
        ordering = ["-month", "project__name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="one_month_per_project"),
            models.UniqueConstraint(fields=["institution", "id"], name="project_month_of_institution"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_is_named_by_its_first_day"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Day(BulkTenantModel):
    """One person's day: the mark as the clerk put it and what was read from it.

    `starts` and `ends` are minutes after 00:00 of the date and may pass 1440; `breaks` is a flat list
    from, to, from, to. A mark that cannot be read is kept with its fault, so that nothing typed is lost.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="days", db_index=False, db_constraint=False
    )  # held, like who entered it, by a check of all days of a statement together
    date = models.DateField(_("날짜"))
    mark = models.CharField(_("부호"), max_length=MARK_AT_MOST)
    code = models.CharField(_("부호 이름"), max_length=30, blank=True)
    starts = models.PositiveSmallIntegerField(_("시작"), null=True)
    ends = models.PositiveSmallIntegerField(_("끝"), null=True)
    breaks = ArrayField(models.PositiveSmallIntegerField(), default=list)
    leave_code = models.CharField(max_length=30, blank=True)
    leave_minutes = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "date"], name="one_record_per_contract_and_day"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True) | Q(ends__gt=F("starts")),
                name="day_ends_after_start",
            ),
        ]

    @property
    def worked_minutes(self) -> int:
        return minutes_of(self.starts, self.ends, self.breaks)


class SavedRequest(TenantModel):
    """A save of the month grid that was already carried out, so that repeating it changes nothing."""

    request_id = models.UUIDField()
    project_month = models.ForeignKey(ProjectMonth, on_delete=models.CASCADE)
    answer = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "request_id"], name="request_once")]
