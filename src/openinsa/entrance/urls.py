from django.urls import path

from openinsa.entrance import code_pages, delegation_pages, pages, sign_on_pages

app_name = "entrance"
urlpatterns = [
    path("mine/", pages.mine, name="mine"),
    path("mine/end-others/", pages.end_others, name="end_others"),
    path("mine/seen/", pages.seen, name="seen"),
    path("second-factor/", pages.second_factor, name="second_factor"),
    path("rules/", pages.rules, name="rules"),
    path("sign-ins/", pages.sign_ins, name="sign_ins"),
    path("sign-on/", sign_on_pages.sign_on_choice, name="sign_on"),
    path("sign-on/start/", sign_on_pages.sign_on_start, name="sign_on_start"),
    path("sign-on/back/", sign_on_pages.sign_on_back, name="sign_on_back"),
    path("code/", code_pages.ask_for_code, name="ask_for_code"),
    path("code/enter/", code_pages.enter_code, name="enter_code"),
    path("provider/", sign_on_pages.provider, name="provider"),
    path("delegations/", delegation_pages.delegations, name="delegations"),
    path("delegations/new/", delegation_pages.new_delegation, name="new_delegation"),
    path("delegations/<int:delegation_id>/revoke/", delegation_pages.revoke, name="revoke_delegation"),
    path("users/<int:user_id>/unlock/", pages.unlock, name="unlock"),
    path("users/<int:user_id>/loosen-bond/", pages.bond, name="loosen_bond"),
    path("users/<int:user_id>/reset-second-factor/", pages.reset_factor, name="reset_factor"),
]
