from django.urls import path

from openinsa.retention import pages, request_pages

app_name = "retention"
urlpatterns = [
    path("", pages.the_plan, name="plan"),
    path("plan/<slug:kind_of_data>/", pages.choose, name="choose"),
    path("preview/", pages.preview, name="preview"),
    path("propose/", pages.propose, name="propose"),
    path("destructions/", pages.register, name="register"),
    path("destructions/<int:destruction_id>/", pages.destruction, name="destruction"),
    path("destructions/<int:destruction_id>/approve/", pages.approve, name="approve"),
    path("destructions/<int:destruction_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("destructions/<int:destruction_id>/certificate.pdf", pages.certificate, name="certificate"),
    path("holds/", pages.hold_list, name="holds"),
    path("holds/<int:hold_id>/", pages.hold, name="hold"),
    path("people/<int:person_id>/hold/", pages.hold_person, name="hold_person"),
    path("requests/", request_pages.request_list, name="requests"),
    path("requests/<int:request_id>/", request_pages.one_request, name="request"),
    path("mine/", request_pages.mine, name="mine"),
]
