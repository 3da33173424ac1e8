from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "openinsa.privacy"
    verbose_name = _("개인정보 보호")

    def ready(self) -> None:
        """Make the history of the records below all rooms known."""
        from openinsa.privacy import people_histories

        people_histories.register()
