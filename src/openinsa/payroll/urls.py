from django.urls import path

from openinsa.payroll.pages import runs, slips

app_name = "payroll"
urlpatterns = [
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.start, name="start"),
    path("runs/pay/", runs.pay, name="pay"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/send-back/", runs.send_back, name="send_back"),
    path("slips/", slips.slip_list, name="slips"),
    path("slips/<int:slip_id>/", slips.slip, name="slip"),
    path("my-slips/", slips.my_slips, name="my_slips"),
]
