from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "openinsa.home"
    verbose_name = _("할 일")
