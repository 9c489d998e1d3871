from django.urls import path

from . import views

app_name = "record"
urlpatterns = [
    path("<uuid:person_id>/", views.record_overview, name="record_overview"),
    path("<uuid:person_id>/timeline/", views.record_timeline, name="record_timeline"),
    path("<uuid:person_id>/looked/", views.record_looked, name="record_looked"),
    path("visits/<uuid:appointment_id>/", views.visit_sheet, name="visit_sheet"),
]
