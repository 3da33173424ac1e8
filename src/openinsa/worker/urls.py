from django.urls import path

from openinsa.worker import certificates, offline, pages, staff_pages

app_name = "worker"
urlpatterns = [
    path("", pages.start, name="start"),
    path("more/", pages.more, name="more"),
    path("leave/", pages.ask_leave, name="ask_leave"),
    path("leave/<int:asked_id>/withdraw/", pages.withdraw_leave, name="withdraw_leave"),
    path("reports/new/", pages.report_day, name="report_day"),
    path("reports/<int:report_id>/photo.jpg", pages.photo, name="photo"),
    path("asked/", pages.asked, name="asked"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<slug:own_kind>/", certificates.certificate, name="certificate"),
    path("papers/<int:paper_id>/", certificates.paper, name="paper"),
    path("papers/<int:paper_id>/file.pdf", certificates.paper_file, name="paper_file"),
    path("keep/", offline.keep, name="keep"),
    path("offline/", offline.offline, name="offline"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("office/leave/", staff_pages.request_list, name="leave_requests"),
    path("office/leave/<int:asked_id>/", staff_pages.leave_request, name="leave_request"),
    path("office/reports/", staff_pages.report_list, name="day_reports"),
    path("office/reports/<int:report_id>/", staff_pages.day_report, name="day_report"),
]
