from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuingConfig(AppConfig):
    name = "openinsa.issuing"
    verbose_name = _("발급")

    def ready(self) -> None:
        """Every module of `contents` makes its kinds known; the long work is made known."""
        from openinsa.issuing import contents

        for module in iter_modules(contents.__path__, f"{contents.__name__}."):
            import_module(module.name)
