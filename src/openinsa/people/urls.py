from django.urls import path

from openinsa.people import pages

app_name = "people"
urlpatterns = [
    path("departments/", pages.department_list, name="departments"),
    path("users/", pages.user_list, name="users"),
    path("users/new/", pages.new_user, name="new_user"),
    path("users/<int:user_id>/", pages.user, name="user"),
    path("users/<int:user_id>/invite/", pages.invitation, name="invitation"),
    path("workers/<int:person_id>/login/", pages.worker_login, name="worker_login"),
]
