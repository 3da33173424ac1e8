from django.urls import path

from openinsa.web import pages

app_name = "web"
urlpatterns = [
    path("preferences/", pages.set_preferences, name="preferences"),
]
