from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeaveConfig(AppConfig):
    name = "openinsa.leave"
    verbose_name = _("휴가")

    def ready(self) -> None:
        """Leave arises when a month is approved, and the month grid says how much is left."""
        from openinsa.leave import histories
        from openinsa.leave.advance import refuse_beyond_the_limit
        from openinsa.leave.banking import bank_month
        from openinsa.leave.granting import grant_for_month
        from openinsa.leave.queries import own_facts
        from openinsa.leave.words import words_on_rows
        from openinsa.staffing.actions.months import month_approved, month_submitted
        from openinsa.staffing.grid import rows_noted
        from openinsa.staffing.pages.my_days import own_facts_told

        month_approved.connect(grant_for_month, dispatch_uid="leave")
        month_approved.connect(bank_month, dispatch_uid="banked leave")
        month_submitted.connect(refuse_beyond_the_limit, dispatch_uid="leave")
        rows_noted.connect(words_on_rows, dispatch_uid="leave")
        own_facts_told.connect(own_facts, dispatch_uid="leave")
        histories.register()
