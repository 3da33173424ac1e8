from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EndingConfig(AppConfig):
    name = "openinsa.ending"
    verbose_name = _("퇴직")

    def ready(self) -> None:
        """Make the history of the room's records known."""
        from openinsa.ending import histories

        histories.register()
