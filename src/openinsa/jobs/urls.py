from django.urls import path

from openinsa.jobs import pages

app_name = "jobs"
urlpatterns = [
    path("", pages.job_list, name="jobs"),
    path("<int:job_id>/", pages.job, name="job"),
    path("<int:job_id>/cancel/", pages.cancel, name="cancel"),
    path("<int:job_id>/resume/", pages.resume, name="resume"),
]
