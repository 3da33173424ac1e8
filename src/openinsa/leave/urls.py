from django.urls import path

from openinsa.leave import pages, promotion_pages

app_name = "leave"
urlpatterns = [
    path("", pages.balance_list, name="balances"),
    path("anew/", pages.anew, name="anew"),
    path("mine/", pages.mine, name="mine"),
    path("settings/", pages.settings, name="settings"),
    path("grants/<int:grant_id>/", pages.grant_told, name="grant_told"),
    path("kinds/", pages.kinds, name="kinds"),
    path("kinds/<int:code_id>/", pages.allowance, name="allowance"),
    path("grants/<int:grant_id>/drop/", pages.drop, name="drop_grant"),
    path("promotions/", promotion_pages.promotion_list, name="promotions"),
    *(
        path(f"promotions/{step}/", promotion_pages.promote, {"step": step}, name=f"promote_{step}")
        for step in promotion_pages.STEPS
    ),
    *(
        path(f"promotions/print/{step}/", promotion_pages.print_notices, {"step": step}, name=f"print_{step}")
        for step in promotion_pages.PAPERS
    ),
    path("contracts/<int:contract_id>/", pages.contract, name="contract"),
    path("contracts/<int:contract_id>/grant/", pages.grant, name="grant"),
]
