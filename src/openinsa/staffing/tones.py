"""Which colour a state has on every screen; the word beside it always says the same."""

from openinsa.staffing.models import ProjectMonth

MONTH_TONES = {
    ProjectMonth.State.OPEN: "gray",
    ProjectMonth.State.SUBMITTED: "information",
    ProjectMonth.State.APPROVED: "primary",
    ProjectMonth.State.PAID: "success",
}
