from django.urls import path

from casework.base.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("look/", views.look_set, name="look_set"),
]
