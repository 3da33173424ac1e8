"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from openinsa.people.roles import Role
from openinsa.web.demo_logins import DEMO_LOGINS
from openinsa.web.languages import keeper_of, languages_of
from openinsa.web.menu import menu_of, tabs_of

THEMES = (
    ("system", _("기기 설정 따름")),
    ("light", _("밝게")),
    ("dark", _("어둡게")),
    ("contrast", _("고대비")),
)

TYPE_COOKIE = "type"
TYPE_SIZES = (("", _("보통 글씨")), ("large", _("큰 글씨")), ("largest", _("더 큰 글씨")))


def shell(request: HttpRequest) -> dict[str, object]:
    """Menu, theme and the folded state of the side menu; signed-out pages get no menu."""
    user: Any = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "system")
    known = user is not None and user.is_authenticated
    return {
        "menu": menu_of(user, request.path) if known else [],
        "role_labels": [Role(role).label for role in user.roles] if known else [],
        "themes": THEMES,
        "theme": theme if theme in dict(THEMES) else "system",
        "tabs": tabs_of(user, request.path) if known else [],
        "own_pages": known and Role.WORKER in user.roles,
        "keeper": keeper_of(user) if known else "",
        "languages": languages_of(user),
        "type_sizes": TYPE_SIZES,
        "type_size": size if (size := request.COOKIES.get(TYPE_COOKIE, "")) in dict(TYPE_SIZES) else "",
        "menu_folded": request.COOKIES.get("menu") == "folded",
        "demo_logins": DEMO_LOGINS if getattr(settings, "DEMO", False) else (),
    }
