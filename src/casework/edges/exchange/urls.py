from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("<uuid:import_id>/", views.import_detail, name="import_detail"),
    path("people/<uuid:person_id>/", views.quoted_list, name="quoted_list"),
]
