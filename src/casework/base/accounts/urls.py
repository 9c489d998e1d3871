"""The screens about one's own account. allauth's pages are in signing_in_urls.py."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.my_account, name="my_account"),
    path("look/", views.look, name="look"),
    path("sessions/end/", views.sessions_end, name="sessions_end"),
    path("sessions/<str:name>/end/", views.session_end, name="session_end"),
    path("link/<str:token>/", views.link_open, name="link_open"),
]
