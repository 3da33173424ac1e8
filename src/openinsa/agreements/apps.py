from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "openinsa.agreements"
    verbose_name = _("전자계약")

    def ready(self) -> None:
        """Issuing learns the signed contract, the queue the making of many, the history what there is."""
        from openinsa.agreements import files, histories
        from openinsa.agreements.actions.making import JOB_KIND
        from openinsa.agreements.work import perform_making
        from openinsa.jobs.work import register_work

        files.register()
        histories.register()
        register_work(JOB_KIND, perform_making)
