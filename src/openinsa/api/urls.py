from django.urls import path

from openinsa.api import docs, pages, webhook_pages

app_name = "api"
urlpatterns = [
    path("", docs.docs, name="docs"),
    path("integrations/", pages.integration_list, name="integrations"),
    path("integrations/new/", pages.new_integration, name="new_integration"),
    path("integrations/<int:integration_id>/", pages.integration, name="integration"),
    path("integrations/<int:integration_id>/edit/", pages.edit_integration, name="edit_integration"),
    path("tokens/<int:token_id>/revoke/", pages.revoke, name="revoke_token"),
    path(
        "integrations/<int:integration_id>/subscriptions/new/",
        webhook_pages.new_subscription,
        name="new_subscription",
    ),
    path("subscriptions/<int:subscription_id>/", webhook_pages.subscription, name="subscription"),
    path("subscriptions/<int:subscription_id>/again/", webhook_pages.send_picked_again, name="send_again"),
    path("subscriptions/<int:subscription_id>/end/", webhook_pages.end_subscription, name="end_subscription"),
    path("problems/<slug:name>/", pages.problem_page, name="problem"),
]
