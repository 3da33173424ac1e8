from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "openinsa.people"
    verbose_name = _("기관과 사람")

    def ready(self) -> None:
        from openinsa.people import sign_in

        sign_in.connect()
