from django.urls import path

from openinsa.jobs import key_pages, pages

app_name = "jobs"
urlpatterns = [
    path("", pages.job_list, name="jobs"),
    path("keys/", key_pages.key_list, name="keys"),
    path("keys/new/", key_pages.rotate_keys, name="rotate_keys"),
    path("<int:job_id>/", pages.job, name="job"),
    path("<int:job_id>/cancel/", pages.cancel, name="cancel"),
    path("<int:job_id>/resume/", pages.resume, name="resume"),
]
