from django.urls import path

from openinsa.ending import pages

app_name = "ending"
urlpatterns = [
    path("", pages.ending_list, name="list"),
    path("draft/", pages.draft, name="draft"),
    path("again/", pages.again, name="again"),
    path("confirm/", pages.confirm, name="confirm"),
    path("settings/", pages.settings, name="settings"),
    path("interim/", pages.interims, name="interims"),
    path("interim/<int:contract_id>/", pages.interim, name="interim"),
    path("runs/<int:run_id>/late/", pages.late, name="late_wages"),
    path("settlements/<int:settlement_id>/", pages.settlement, name="settlement"),
    path("settlements/<int:settlement_id>/statement.pdf", pages.statement, name="statement"),
    path("settlements/<int:settlement_id>/change/", pages.change, name="change"),
    path("settlements/<int:settlement_id>/put/<slug:name>/", pages.put, name="put"),
    path("settlements/<int:settlement_id>/account/", pages.account, name="account"),
    path("settlements/<int:settlement_id>/drop/", pages.drop, name="drop"),
    path("settlements/<int:settlement_id>/reopen/", pages.reopen, name="reopen"),
    path("settlements/<int:settlement_id>/pay/", pages.pay, name="pay"),
]
