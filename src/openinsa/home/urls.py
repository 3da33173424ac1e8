from django.urls import path

from openinsa.home import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("my-data/", pages.my_data, name="my_data"),
    path("my-data.json", pages.my_data_json, name="my_data_json"),
]
