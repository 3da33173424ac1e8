from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkerConfig(AppConfig):
    name = "openinsa.worker"
    verbose_name = _("내 자료")

    def ready(self) -> None:
        """How somebody reads is kept when it is chosen and called to mind at sign-in."""
        from django.contrib.auth.signals import user_logged_in

        from openinsa.delivery.languages import TOLD_BY
        from openinsa.web.pages import preferences_chosen
        from openinsa.worker.middleware import recall, remember
        from openinsa.worker.queries import languages_chosen

        TOLD_BY.append(languages_chosen)
        user_logged_in.connect(recall, dispatch_uid="worker")
        preferences_chosen.connect(remember, dispatch_uid="worker")
