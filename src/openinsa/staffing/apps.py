from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "openinsa.staffing"
    verbose_name = _("사업과 근무")

    def ready(self) -> None:
        """Make the room's long work known to the queue."""
        from openinsa.jobs.work import register_work
        from openinsa.staffing import access_patterns, histories
        from openinsa.staffing.actions.imports import JOB_KIND, perform_register

        register_work(JOB_KIND, perform_register)
        histories.register()
        access_patterns.register()
