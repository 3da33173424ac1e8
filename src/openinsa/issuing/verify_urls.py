"""The public page that tells a true paper from a false one."""

from django.urls import path

from openinsa.issuing import verify_pages

app_name = "verify"
urlpatterns = [
    path("", verify_pages.enter, name="enter"),
    path("<str:code>/", verify_pages.shown, name="shown"),
    path("<str:code>", verify_pages.shown, name="printed"),
]
