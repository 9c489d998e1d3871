from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("new/", views.upload_new, name="upload_new"),
    path("uploads/<uuid:upload_id>/", views.upload_mapping, name="upload_mapping"),
    path("uploads/<uuid:upload_id>/preview/", views.upload_preview, name="upload_preview"),
    path("uploads/<uuid:upload_id>/apart/", views.upload_apart, name="upload_apart"),
    path("uploads/<uuid:upload_id>/run/", views.upload_run, name="upload_run"),
    path("uploads/<uuid:upload_id>/discard/", views.upload_discard, name="upload_discard"),
    path("work/<uuid:progress_id>/", views.work_result, name="work_result"),
    path("people/<uuid:person_id>/", views.quoted_list, name="quoted_list"),
    path("<uuid:import_id>/", views.import_detail, name="import_detail"),
    path("<uuid:import_id>/undo/", views.import_undo, name="import_undo"),
]
