from django.urls import path

from . import views

app_name = "oversight"
urlpatterns = [
    path("", views.my_team, name="my_team"),
    path("waiting/", views.waiting_for_worker, name="waiting_for_worker"),
    path("quiet/", views.quiet_list, name="quiet_list"),
    path("workers/<uuid:worker_id>/", views.worker_caseload, name="worker_caseload"),
]
