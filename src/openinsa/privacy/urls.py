from django.urls import path

from openinsa.privacy import pages

app_name = "privacy"
urlpatterns = [
    path("records/", pages.record_list, name="records"),
    path("changes/", pages.change_list, name="changes"),
]
