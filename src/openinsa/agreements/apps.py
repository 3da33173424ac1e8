from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "openinsa.agreements"
    verbose_name = _("전자계약")

    def ready(self) -> None:
        """Issuing learns the signed contract, the queue the making and signing of many, the history what there is."""
        from openinsa.agreements import files, histories
        from openinsa.agreements.actions import countersigning, making
        from openinsa.agreements.work import REASONS, perform_countersigning, perform_making
        from openinsa.jobs.work import register_work

        files.register()
        histories.register()
        register_work(making.JOB_KIND, perform_making, reasons=REASONS)
        register_work(
            countersigning.JOB_KIND, perform_countersigning, only_by_who_ordered=True, reasons=REASONS
        )
