from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "openinsa.api"
    verbose_name = _("연계")

    def ready(self) -> None:
        """Tell other systems of what actions record."""
        from openinsa.api.events import told_of
        from openinsa.people.acting import verb_recorded

        verb_recorded.connect(told_of)
