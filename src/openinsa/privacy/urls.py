from django.urls import path

from openinsa.privacy import changed_pages, history_pages, pages, review_pages

app_name = "privacy"
urlpatterns = [
    path("records/", pages.record_list, name="records"),
    path("review/", review_pages.review, name="review"),
    path("review/people/", review_pages.counts, name="access_counts"),
    path("review/look-into/", review_pages.found_out, name="look_into"),
    path("review/sign-off/", review_pages.finish, name="sign_off"),
    path("review/rules/", review_pages.rules, name="access_rules"),
    path("changes/", pages.change_list, name="changes"),
    path("changes/<int:change_id>/values/", changed_pages.changed_values, name="changed_values"),
    path("history/<slug:table>/<int:row_id>/", history_pages.record_history, name="history"),
]
