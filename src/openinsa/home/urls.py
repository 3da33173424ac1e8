from django.urls import path

from openinsa.home import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("my-data/", pages.my_data, name="my_data"),
]
