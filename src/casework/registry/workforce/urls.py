from django.urls import path

from . import views

app_name = "workforce"
urlpatterns = [
    path("teams/", views.team_list, name="team_list"),
    path("teams/new/", views.team_new, name="team_new"),
    path("teams/<uuid:team_id>/", views.team_detail, name="team_detail"),
    path("teams/<uuid:team_id>/change/", views.team_change, name="team_change"),
    path("teams/<uuid:team_id>/close/", views.team_close, name="team_close"),
    path("workers/", views.worker_list, name="worker_list"),
    path("workers/new/", views.worker_new, name="worker_new"),
    path("workers/<uuid:worker_id>/", views.worker_detail, name="worker_detail"),
    path("workers/<uuid:worker_id>/change/", views.worker_change, name="worker_change"),
    path("workers/<uuid:worker_id>/account/", views.worker_account, name="worker_account"),
    path("workers/<uuid:worker_id>/link/", views.worker_link, name="worker_link"),
    path("workers/<uuid:worker_id>/credentials/new/", views.credential_new, name="credential_new"),
    path(
        "credentials/<uuid:credential_id>/check/",
        views.credential_check,
        name="credential_check",
    ),
    path(
        "credentials/<uuid:credential_id>/withdraw/",
        views.credential_withdraw,
        name="credential_withdraw",
    ),
    path("positions/new/", views.position_new, name="position_new"),
    path("positions/<uuid:position_id>/fill/", views.position_fill, name="position_fill"),
    path("positions/<uuid:position_id>/share/", views.position_share, name="position_share"),
    path("positions/<uuid:position_id>/end/", views.position_end, name="position_end"),
    path("duty/", views.duty_plan, name="duty_plan"),
    path("duty/new/", views.shift_new, name="shift_new"),
    path("duty/<uuid:shift_id>/cancel/", views.shift_cancel, name="shift_cancel"),
    path("agency/", views.agency_settings, name="agency_settings"),
    path("roles/", views.role_table, name="role_table"),
]
