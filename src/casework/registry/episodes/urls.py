"""Episodes, hand-overs, cover, whole caseloads."""

from django.urls import path

from . import views

app_name = "episodes"
urlpatterns = [
    path("people/<uuid:person_id>/", views.episode_list, name="episode_list"),
    path("<uuid:episode_id>/", views.episode_detail, name="episode_detail"),
    path("<uuid:episode_id>/state/", views.episode_state, name="episode_state"),
    path("<uuid:episode_id>/model/", views.episode_model, name="episode_model"),
    path("<uuid:episode_id>/close/", views.episode_close, name="episode_close"),
    path("<uuid:episode_id>/told/", views.responsibility_tell, name="responsibility_tell"),
    path("<uuid:episode_id>/introduced/", views.introduction_record, name="introduction_record"),
    path("<uuid:episode_id>/hand-over/", views.hand_over_new, name="hand_over_new"),
    path("<uuid:episode_id>/wish/", views.change_request_new, name="change_request_new"),
    path("wishes/<uuid:request_id>/", views.change_request_answer, name="change_request_answer"),
    path("hand-overs/", views.hand_overs_to_answer, name="hand_overs_to_answer"),
    path("hand-overs/<uuid:hand_over_id>/", views.hand_over_answer, name="hand_over_answer"),
    path(
        "hand-overs/<uuid:hand_over_id>/take-back/",
        views.hand_over_withdraw,
        name="hand_over_withdraw",
    ),
    path("workers/<uuid:worker_id>/move/", views.caseload_move, name="caseload_move"),
    path("workers/<uuid:worker_id>/hold/", views.caseload_hold, name="caseload_hold"),
    path("brought-over/", views.brought_over_confirm, name="brought_over_confirm"),
    path("positions/<uuid:position_id>/end/", views.position_end, name="position_end"),
    path("covers/", views.cover_list, name="cover_list"),
    path("covers/new/", views.cover_new, name="cover_new"),
    path("covers/<uuid:cover_id>/", views.cover_detail, name="cover_detail"),
    path("covers/<uuid:cover_id>/cancel/", views.cover_cancel, name="cover_cancel"),
]
