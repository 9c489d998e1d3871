from django.urls import path

from . import views

app_name = "oversight"
urlpatterns = [
    path("", views.my_team, name="my_team"),
    path("upkeep/", views.upkeep, name="upkeep"),
    path(
        "upkeep/mail/<uuid:message_id>/again/",
        views.message_try_again,
        name="message_try_again",
    ),
    path("upkeep/mail/<uuid:message_id>/go/", views.message_let_go, name="message_let_go"),
    path("upkeep/work/<int:number>/again/", views.job_try_again, name="job_try_again"),
    path("upkeep/work/<int:number>/go/", views.job_let_go, name="job_let_go"),
    path("waiting/", views.waiting_for_worker, name="waiting_for_worker"),
    path("quiet/", views.quiet_list, name="quiet_list"),
    path("workers/<uuid:worker_id>/", views.worker_caseload, name="worker_caseload"),
]
