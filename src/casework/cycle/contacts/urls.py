from django.urls import path

from . import views

app_name = "contacts"
urlpatterns = [
    path("episodes/<uuid:episode_id>/new/", views.contact_new, name="contact_new"),
    path("episodes/<uuid:episode_id>/tried/", views.attempt_new, name="attempt_new"),
    path("referrals/<uuid:referral_id>/new/", views.checkin_new, name="checkin_new"),
    path("people/<uuid:person_id>/search/", views.note_search, name="note_search"),
    path("notes/", views.notes_to_sign, name="notes_to_sign"),
    path("promises/<uuid:promise_id>/keep/", views.promise_keep, name="promise_keep"),
    path("promises/<uuid:promise_id>/drop/", views.promise_drop, name="promise_drop"),
    path("<uuid:entry_id>/", views.contact_detail, name="contact_detail"),
    path("<uuid:entry_id>/print/", views.contact_print, name="contact_print"),
    path("<uuid:entry_id>/text/", views.contact_plain, name="contact_plain"),
    path("<uuid:entry_id>/edit/", views.note_edit, name="note_edit"),
    path("<uuid:entry_id>/sign/", views.note_sign, name="note_sign"),
    path("<uuid:entry_id>/add/", views.note_add, name="note_add"),
    path("<uuid:entry_id>/void/", views.entry_void, name="entry_void"),
    path("<uuid:entry_id>/move/", views.entry_move, name="entry_move"),
]
