from django.urls import path

from openinsa.delivery import door_pages, invitation_pages, own_pages, pages

app_name = "delivery"
urlpatterns = [
    path("", pages.handovers, name="handovers"),
    path("send-again/", pages.send_again, name="send_again"),
    path("messages/", pages.message_list, name="messages"),
    path("messages/<int:message_id>/", pages.message, name="message"),
    path("messages/<int:message_id>/file.pdf", pages.sent_file, name="sent_file"),
    path("bounces/", pages.bounce_list, name="bounces"),
    path("settings/", pages.setting, name="settings"),
    path("settings/test/", pages.test_mail, name="test_mail"),
    path("settings/texts/<slug:purpose>/<slug:language>/", pages.text, name="text"),
    path("people/<int:person_id>/address/", pages.person_address, name="person_address"),
    path("projects/<int:project_id>/invitations/", invitation_pages.invited, name="invited"),
    path("projects/<int:project_id>/invitations/new/", invitation_pages.invite, name="invite"),
    path("projects/<int:project_id>/invitations/revoke/", invitation_pages.revoke, name="revoke"),
    path("my-address/", own_pages.my_address, name="my_address"),
    path("my-address/confirm/", own_pages.confirm_address, name="confirm_address"),
    path("open/<slug:secret>/", door_pages.open_link, name="open_link"),
    path("join/<slug:secret>/", door_pages.join, name="join"),
    path("begin/", door_pages.begin, name="begin"),
]
