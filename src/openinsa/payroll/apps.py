from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayrollConfig(AppConfig):
    name = "openinsa.payroll"
    verbose_name = _("급여")

    def ready(self) -> None:
        """Make the room's long work known to the queue."""
        from openinsa.jobs.work import register_work
        from openinsa.payroll import histories
        from openinsa.payroll.computing import perform_pay_run

        register_work("pay_run", perform_pay_run)
        histories.register()
