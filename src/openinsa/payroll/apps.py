from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayrollConfig(AppConfig):
    name = "openinsa.payroll"
    verbose_name = _("급여")
