from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    name = "openinsa.law"
    verbose_name = _("법령과 규칙")
