from django.urls import path

from openinsa.privacy import history_pages, pages

app_name = "privacy"
urlpatterns = [
    path("records/", pages.record_list, name="records"),
    path("changes/", pages.change_list, name="changes"),
    path("history/<slug:table>/<int:row_id>/", history_pages.record_history, name="history"),
]
