from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuingConfig(AppConfig):
    name = "openinsa.issuing"
    verbose_name = _("발급")

    def ready(self) -> None:
        """Every module of `contents` makes its kinds known; the long work is made known."""
        from openinsa.issuing import contents
        from openinsa.issuing.bulk import JOB_KIND, issue_papers
        from openinsa.jobs.work import register_work

        for matter in contents.IN_ORDER:
            import_module(f"{contents.__name__}.{matter}")
        register_work(JOB_KIND, issue_papers)
