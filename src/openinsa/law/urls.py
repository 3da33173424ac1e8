from django.urls import path

from openinsa.law import pages

app_name = "law"
urlpatterns = [
    path("", pages.topic_list, name="topics"),
    path("topics/<slug:key>/", pages.topic, name="topic"),
    path("rules/", pages.rule_list, name="rules"),
    path("rules/<slug:name>/", pages.rule, name="rule"),
    path("values/", pages.value_list, name="values"),
    path("values/<slug:name>/", pages.value, name="value"),
]
