from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeaveConfig(AppConfig):
    name = "openinsa.leave"
    verbose_name = _("휴가")

    def ready(self) -> None:
        """Leave arises when a month is approved."""
        from openinsa.leave.granting import grant_for_month
        from openinsa.staffing.actions.months import month_approved

        month_approved.connect(grant_for_month, dispatch_uid="leave")
