from django.urls import path

from openinsa.payroll.pages import corrections, insured, papers, runs, slips, what_if

app_name = "payroll"
urlpatterns = [
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.start, name="start"),
    path("runs/pay/", runs.pay, name="pay"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/send-back/", runs.send_back, name="send_back"),
    path("runs/<int:run_id>/statements.pdf", papers.statements, name="statements"),
    path("runs/<int:run_id>/statements.zip", papers.statements_archive, name="statements_archive"),
    path("runs/<int:run_id>/ledger.pdf", papers.ledger, name="ledger"),
    path("runs/<int:run_id>/ledger.xlsx", papers.ledger_sheet, name="ledger_sheet"),
    path("runs/<int:run_id>/replay/", corrections.replay, name="replay"),
    path("runs/<int:run_id>/correct-law/", corrections.correct_law, name="correct_law"),
    path("corrections/", corrections.correction_list, name="corrections"),
    path("corrections/confirm/", corrections.confirm, name="confirm_corrections"),
    path("corrections/<int:correction_id>/", corrections.correction, name="correction"),
    path("corrections/<int:correction_id>/turn-down/", corrections.refuse, name="turn_down_correction"),
    path("corrections/<int:correction_id>/withdraw/", corrections.take_back, name="withdraw_correction"),
    path("corrections/<int:correction_id>/reverse/", corrections.reverse_it, name="reverse_correction"),
    path("projects/<int:project_id>/supplement/", corrections.supplement, name="supplement"),
    path("slips/<int:slip_id>/correct/", corrections.correct, name="correct"),
    path("projects/<int:project_id>/insured/", insured.project, name="insured_project"),
    path("projects/<int:project_id>/insured/declare/", insured.declare, name="declare_insurance"),
    path("projects/<int:project_id>/insured/kind-of-work/", insured.kind_of_work, name="kind_of_work"),
    path("contracts/<int:contract_id>/insured/", insured.contract, name="insured"),
    path("contracts/<int:contract_id>/insured/<slug:kind>/", insured.add_fact, name="add_fact"),
    path(
        "contracts/<int:contract_id>/insured/<slug:kind>/<int:fact_id>/end/",
        insured.end_fact,
        name="end_fact",
    ),
    path("projects/<int:project_id>/what-if/", what_if.project, name="what_if_project"),
    path("contracts/<int:contract_id>/what-if/", what_if.contract, name="what_if"),
    path("slips/", slips.slip_list, name="slips"),
    path("slips/<int:slip_id>/", slips.slip, name="slip"),
    path("slips/<int:slip_id>/explanation/", slips.explanation, name="explanation"),
    path("slips/<int:slip_id>/statement.pdf", papers.statement, name="statement"),
    path("my-slips/", slips.my_slips, name="my_slips"),
]
