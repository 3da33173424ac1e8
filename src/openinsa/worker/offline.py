"""What lets a phone keep the site as an app: the manifest, the service worker, the page without a network.

None of them holds anything of anybody: they are the same for whoever asks. The page holds its words in all languages
and shows those last read, so that a change of language changes no script that a browser runs.
"""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET

from openinsa.privacy.reading import note_read
from openinsa.worker.pages import require_worker
from openinsa.worker.queries import latest_slip

FILES = (
    "web/css/tokens.css",
    "web/css/base.css",
    "web/css/controls.css",
    "web/css/data.css",
    "web/css/feedback.css",
    "web/css/shell.css",
    "web/css/worker.css",
    "worker/slip_safe.js",
    "worker/offline.js",
    "web/mark.svg",
)
ICONS = {"worker/icon-192.png": "192x192", "worker/icon-512.png": "512x512"}


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """How the site looks among the apps of a phone."""
    icons = [
        {"src": static(name), "sizes": size, "type": "image/png", "purpose": "any maskable"}
        for name, size in ICONS.items()
    ]
    told = {
        "name": say("오픈인사 내 화면"),
        "short_name": say("오픈인사"),
        "lang": get_language(),
        "start_url": reverse("worker:start"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b50d0",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that answers without a network: with the empty page and its files, and with nothing else."""
    page, files = reverse("worker:offline"), [static(name) for name in FILES]
    version = sha256(_offline_page().encode()).hexdigest()[:12]
    context = {"files": files, "page": page, "version": version}
    response = render(request, "worker/service_worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The page that stands where there is no network."""
    return HttpResponse(_offline_page())


@cache
def _offline_page() -> str:
    return render_to_string("worker/offline.html", {"languages": settings.LANGUAGES})


@require_GET
def keep(request: HttpRequest) -> HttpResponse:
    """Turn keeping the last payslip on or off; what it means is said before."""
    require_worker(request)
    slip = latest_slip(request.user)
    note_read("payroll_payslip", [request.user.person_id])
    return render(request, "worker/keep.html", {"slip": slip})
