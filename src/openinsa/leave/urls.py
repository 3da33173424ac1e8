from django.urls import path

from openinsa.leave import pages

app_name = "leave"
urlpatterns = [
    path("", pages.balance_list, name="balances"),
    path("anew/", pages.anew, name="anew"),
    path("mine/", pages.mine, name="mine"),
    path("contracts/<int:contract_id>/", pages.contract, name="contract"),
    path("contracts/<int:contract_id>/grant/", pages.grant, name="grant"),
]
