from django.urls import path

from . import views

app_name = "myday"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("myday/people/", views.my_people, name="my_people"),
    path("myday/people/<uuid:person_id>/later/", views.reason_later, name="reason_later"),
]
