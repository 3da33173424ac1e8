from django.urls import path

from openinsa.issuing import bulk_pages, editable_pages, everybody_pages, form_pages, pages, setting_pages

app_name = "issuing"
urlpatterns = [
    path("", pages.paper_list, name="papers"),
    path("papers/<int:paper_id>/", pages.paper, name="paper"),
    path("papers/<int:paper_id>/file.pdf", pages.file, name="file"),
    path("papers/<int:paper_id>/paper.hwpx", editable_pages.editable, name="editable"),
    path("papers/<int:paper_id>/reissue/", pages.reissue, name="reissue"),
    path("people/<int:person_id>/", pages.choose, name="choose"),
    path("people/<int:person_id>/<slug:kind_key>/", pages.issue, name="issue"),
    path("everybody/", everybody_pages.choose, name="choose_of_everybody"),
    path("everybody/<slug:kind_key>/", everybody_pages.issue, name="issue_of_everybody"),
    path("bulk/", bulk_pages.start, name="bulk"),
    path("bulk/<int:job_id>/", bulk_pages.batch, name="batch"),
    path("bulk/<int:job_id>/papers.zip", bulk_pages.archive, name="archive"),
    path("settings/", setting_pages.office, name="settings"),
    path("settings/forms/", form_pages.form_list, name="forms"),
    path("settings/forms/<slug:form_name>/", form_pages.form, name="form"),
    path("settings/forms/<slug:form_name>/house/", form_pages.lay_aside, name="lay_aside"),
    path("settings/seal/", setting_pages.seal, name="seal"),
    path("settings/seal/drop/", setting_pages.drop_seal, name="drop_seal"),
    path("settings/keys/file/", setting_pages.key_file, name="key_file"),
    path("settings/keys/device/", setting_pages.key_device, name="key_device"),
    path("settings/keys/own/", setting_pages.own_key, name="own_key"),
    path("settings/keys/<int:key_id>/retire/", setting_pages.retire_key, name="retire_key"),
]
