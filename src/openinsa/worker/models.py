"""What a worker asks of the office with a phone, and how the worker wants to read."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel, User
from openinsa.staffing.models import Contract


class LeaveRequest(TenantModel):
    """Leave that a worker asks for; the words may tell of an illness and are sealed.

    `left_to_enter` counts days of an approved request whose month was no longer open: they wait for a correction.
    """

    class State(models.TextChoices):
        OPEN = "open", _("답변 전")
        APPROVED = "approved", _("승인")
        REFUSED = "refused", _("반려")
        WITHDRAWN = "withdrawn", _("거둠")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="leave_requests")
    code = models.CharField(_("휴가"), max_length=30)
    first_day = models.DateField(_("첫날"))
    last_day = models.DateField(_("마지막 날"))
    words_sealed = models.BinaryField(null=True)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("신청 일시"), auto_now_add=True)
    answer = models.CharField(_("답변"), max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("답변한 일시"), null=True)
    left_to_enter = models.PositiveSmallIntegerField(_("정정할 날"), default=0)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="leave_request_of_institution"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="asked_leave_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="refused_leave_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | Q(answered_by__isnull=False),
                name="answered_leave_names_who",
            ),
        ]


class DayReport(TenantModel):
    """A day that a worker says is written down wrongly, with a note and a photograph, both sealed."""

    class State(models.TextChoices):
        OPEN = "open", _("답변 전")
        CORRECTED = "corrected", _("고침")
        ANSWERED = "answered", _("답변함")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="day_reports")
    day = models.DateField(_("날짜"))
    note_sealed = models.BinaryField()
    photo_sealed = models.BinaryField(null=True)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.OPEN)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("알린 일시"), auto_now_add=True)
    answer = models.CharField(_("답변"), max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("답변한 일시"), null=True)

    class Meta:
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="day_report_of_institution"),
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="answered_reports_say_what",
            ),
        ]


class ScreenChoice(TenantModel):
    """How somebody reads the screens, on whatever phone: language and size of type."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="screen_choice")
    language = models.CharField(_("언어"), max_length=10, blank=True)
    type_size = models.CharField(_("글씨 크기"), max_length=10, blank=True)
