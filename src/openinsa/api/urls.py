from django.urls import path

from openinsa.api import pages

app_name = "api"
urlpatterns = [
    path("integrations/", pages.integration_list, name="integrations"),
    path("integrations/new/", pages.new_integration, name="new_integration"),
    path("integrations/<int:integration_id>/", pages.integration, name="integration"),
    path("integrations/<int:integration_id>/edit/", pages.edit_integration, name="edit_integration"),
    path("tokens/<int:token_id>/revoke/", pages.revoke, name="revoke_token"),
    path("problems/<slug:name>/", pages.problem_page, name="problem"),
]
