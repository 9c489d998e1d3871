from django.urls import path

from .views import booking, feeding, looking, settling

app_name = "diary"
urlpatterns = [
    path("", looking.my_diary, name="my_diary"),
    path("new/", booking.appointment_new, name="appointment_new"),
    path("episodes/<uuid:episode_id>/new/", booking.appointment_new, name="appointment_new"),
    path("visits/", looking.team_visits, name="team_visits"),
    path("<uuid:appointment_id>/", looking.appointment_detail, name="appointment_detail"),
    path("<uuid:appointment_id>/change/", booking.appointment_change, name="appointment_change"),
    path("<uuid:appointment_id>/cancel/", booking.appointment_cancel, name="appointment_cancel"),
    path(
        "<uuid:appointment_id>/not-there/",
        settling.appointment_not_there,
        name="appointment_not_there",
    ),
    path("<uuid:appointment_id>/card/", looking.appointment_card, name="appointment_card"),
    path("<uuid:appointment_id>/check-out/", settling.visit_check_out, name="visit_check_out"),
    path("calendar/", feeding.calendar_feed_settings, name="calendar_feed_settings"),
    path("feed/<str:secret>.ics", feeding.calendar_feed, name="calendar_feed"),
]
