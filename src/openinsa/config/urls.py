"""Addresses: each room brings its own."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = ("web", "people", "privacy", "staffing", "payroll", "jobs")

urlpatterns = [
    path("account/", include("allauth.urls")),
    *(path("", include(f"openinsa.{room}.urls")) for room in ROOMS if find_spec(f"openinsa.{room}.urls")),
]
