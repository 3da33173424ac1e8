"""The addresses of the whole site, room by room."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from openinsa.config.api import api
from openinsa.config.watching import health, metrics

handler400 = "openinsa.web.pages.bad_request"
handler403 = "openinsa.web.pages.forbidden"
handler404 = "openinsa.web.pages.not_found"
handler500 = "openinsa.web.pages.server_error"

PAGES = [
    ("", "openinsa.web.urls"),
    ("", "openinsa.home.urls"),
    ("people/", "openinsa.people.urls"),
    ("privacy/", "openinsa.privacy.urls"),
    ("api/", "openinsa.api.urls"),
    ("entrance/", "openinsa.entrance.urls"),
    ("staffing/", "openinsa.staffing.urls"),
    ("law/", "openinsa.law.urls"),
    ("leave/", "openinsa.leave.urls"),
    ("payroll/", "openinsa.payroll.urls"),
    ("ending/", "openinsa.ending.urls"),
    ("retention/", "openinsa.retention.urls"),
    ("issuing/", "openinsa.issuing.urls"),
    ("verify/", "openinsa.issuing.verify_urls"),
    ("agreements/", "openinsa.agreements.urls"),
    ("delivery/", "openinsa.delivery.urls"),
    ("my/", "openinsa.worker.urls"),
    ("documents/", "openinsa.documents.urls"),
    ("jobs/", "openinsa.jobs.urls"),
]

urlpatterns = [
    *(path(prefix, include(room)) for prefix, room in PAGES if find_spec(room)),
    path("api/v1/", include((api.patterns, "v1"))),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
]
