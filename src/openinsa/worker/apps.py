from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkerConfig(AppConfig):
    name = "openinsa.worker"
    verbose_name = _("내 자료")
