from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntranceConfig(AppConfig):
    name = "openinsa.entrance"
    verbose_name = _("로그인과 접속")

    def ready(self) -> None:
        from openinsa.entrance import factor_notices, sessions

        sessions.connect()
        factor_notices.connect()
