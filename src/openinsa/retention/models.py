"""How long an institution keeps what, what is held back, what was destroyed, and what people ask for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import BulkTenantModel, Person, TenantModel, User
from openinsa.staffing.models import Project


class RetentionChoice(TenantModel):
    """How long an institution keeps a kind of data beyond what the law asks for; never below it."""

    kind = models.CharField(_("자료"), max_length=40)
    years = models.PositiveSmallIntegerField(_("보존 연수"), default=0)
    days = models.PositiveSmallIntegerField(_("보존 일수"), default=0)
    source = models.CharField(_("근거"), max_length=200)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("정한 일시"), auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind"], name="one_choice_of_a_kind"),
            models.CheckConstraint(condition=Q(years__lte=100), name="choice_within_a_century"),
        ]


class Hold(TenantModel):
    """Data that must not be destroyed for now: of a person, of a project, or of the whole institution."""

    class Cause(models.TextChoices):
        AUDIT = "audit", _("감사")
        LAWSUIT = "lawsuit", _("소송")
        OBJECTION = "objection", _("이의·진정")
        OTHER = "other", _("그 밖")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="holds"
    )
    cause = models.CharField(_("유예 사유"), max_length=12, choices=Cause)
    grounds = models.CharField(_("내용"), max_length=200)
    until = models.DateField(_("유예 기한"), null=True, blank=True)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(_("유예한 일시"), auto_now_add=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("푼 일시"), null=True)
    lift_reason = models.CharField(_("푼 사유"), max_length=200, blank=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="hold_of_institution"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(project__isnull=True), name="hold_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="lifted_holds_name_who",
            ),
        ]


class Destruction(TenantModel):
    """One destruction: proposed by one person, approved by another, carried out by a job, told by a certificate.

    `certificate` is what the certificate says, frozen when the job ends; a finished row is never changed.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("제안됨")
        APPROVED = "approved", _("승인됨")
        DONE = "done", _("파기함")
        WITHDRAWN = "withdrawn", _("거둠")

    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.PROPOSED)
    on_day = models.DateField(_("기준일"))
    note = models.CharField(_("비고"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("제안한 일시"), auto_now_add=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("승인한 일시"), null=True)
    job_id = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(_("파기한 일시"), null=True)
    year = models.PositiveSmallIntegerField(_("연도"), null=True)
    number = models.PositiveIntegerField(_("번호"), null=True)
    certificate = models.JSONField(default=dict)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="destruction_of_institution"),
            models.UniqueConstraint(fields=["institution", "year", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="destruction_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="approved_destructions_name_who",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(year__isnull=False, number__isnull=False, finished_at__isnull=False),
                name="finished_destructions_have_a_number",
            ),
        ]

    @property
    def written_number(self) -> str:
        """The number on the certificate: 2029-003."""
        return f"{self.year}-{self.number:03}" if self.number else ""


class DestructionPart(TenantModel):
    """One kind of data in a destruction: how much was proposed, destroyed, and kept back."""

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(_("자료"), max_length=40)
    proposed = models.PositiveIntegerField(_("제안"), default=0)
    people = models.PositiveIntegerField(_("사람"), default=0)
    destroyed = models.PositiveIntegerField(_("파기"), default=0)
    kept = models.PositiveIntegerField(_("남김"), default=0)
    rows = models.PositiveIntegerField(_("행"), default=0)
    earliest = models.DateField(_("처음 도래일"), null=True)
    latest = models.DateField(_("마지막 도래일"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["destruction", "kind"], name="one_part_of_a_kind")]


class DestructionItem(BulkTenantModel):
    """What a destruction names: the contract, person or row of a kind, by bare numbers.

    Of a contract the days stay from which a person's other periods count once its papers are gone.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("아직")
        DESTROYED = "destroyed", _("파기함")
        HELD = "held", _("유예되어 남음")
        LEFT = "left", _("기한이나 다른 자료 때문에 남음")

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    done_at = models.DateTimeField(null=True)
    person_id = models.BigIntegerField(null=True)
    employment_end = models.DateField(null=True)
    last_entry = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["destruction", "kind", "subject_id"], name="named_once_in_a_destruction"
            )
        ]
        indexes = [
            models.Index(
                fields=["person_id"], condition=Q(person_id__isnull=False), name="former_employments"
            )
        ]


class PersonRequest(TenantModel):
    """What a person asks about the own data: correction, deletion, or that its use be stopped."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("정정")
        DELETION = "deletion", _("삭제")
        STOP = "stop", _("처리정지")

    class State(models.TextChoices):
        OPEN = "open", _("답변 전")
        DONE = "done", _("조치함")
        REFUSED = "refused", _("따르지 않음")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("요구"), max_length=12, choices=Kind)
    text = models.CharField(_("내용"), max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("요구한 일시"), auto_now_add=True)
    due_on = models.DateField(_("답변 기한"))
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(_("답변"), max_length=500, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("답변한 일시"), null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="request_of_institution"),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(answer=""), name="answered_requests_say_what"
            ),
        ]


class DueNote(TenantModel):
    """What the monthly look found due: counts by kind, for the start page. One row per institution, made anew."""

    day = models.DateField(_("기준일"))
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution"], name="one_note_of_what_is_due")]

    @property
    def total(self) -> int:
        return sum(self.counts.values())
