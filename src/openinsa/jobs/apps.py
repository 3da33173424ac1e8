from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "openinsa.jobs"
    verbose_name = _("작업")

    def ready(self) -> None:
        from openinsa.jobs.key_rotation import JOB_KIND, perform_key_rotation
        from openinsa.jobs.work import register_work

        register_work(JOB_KIND, perform_key_rotation)
