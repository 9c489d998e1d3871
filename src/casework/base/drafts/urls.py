from django.urls import path

from . import views

app_name = "drafts"
urlpatterns = [
    path("keep/", views.draft_keep, name="draft_keep"),
    path("<uuid:draft_id>/discard/", views.draft_discard, name="draft_discard"),
]
