from django.urls import path

from openinsa.agreements import editable_pages, making_pages, mine, pages, step_pages, steps

app_name = "agreements"
urlpatterns = [
    path("", pages.agreement_list, name="list"),
    path("contracts/", pages.contract_list, name="contracts"),
    path("make/", making_pages.make, name="make"),
    *(path(f"{step.name}/", step_pages.page_of(step), name=step.name) for step in steps.STEPS),
    path("<int:document_id>/", pages.agreement, name="agreement"),
    path("<int:document_id>/file/", pages.file, name="file"),
    path("<int:document_id>/contract.hwpx", editable_pages.editable, name="editable"),
    path("<int:document_id>/consent/file/", pages.consent_file, name="consent_file"),
    path("<int:document_id>/consent/", making_pages.upload_consent, name="upload_consent"),
    path("<int:document_id>/paper/", making_pages.upload_paper, name="upload_paper"),
    path("<int:document_id>/again/", making_pages.make_again, name="make_again"),
    path("<int:document_id>/amend/", making_pages.amend, name="amend"),
    path("<int:document_id>/renew/", making_pages.renew, name="renew"),
    path("mine/", mine.own_list, name="mine"),
    path("mine/<int:document_id>/", mine.own_agreement, name="own"),
    path("mine/<int:document_id>/sign/", mine.sign_own, name="sign"),
    path("mine/<int:document_id>/decline/", mine.decline_own, name="decline"),
    path("mine/<int:document_id>/file/", mine.own_file, name="own_file"),
]
