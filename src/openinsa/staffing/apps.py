from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "openinsa.staffing"
    verbose_name = _("사업과 근무")
