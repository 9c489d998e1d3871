"""Finding people, and the pages about one person that this room has."""

from django.urls import path

from .views import joining, living, naming, reaching, registering, searching

app_name = "people"
urlpatterns = [
    path("", searching.person_search, name="person_search"),
    path("new/", registering.person_new, name="person_new"),
    path("<uuid:person_id>/edit/", naming.person_edit, name="person_edit"),
    path("<uuid:person_id>/names/", naming.names, name="names"),
    path("<uuid:person_id>/names/new/", naming.name_new, name="name_new"),
    path("names/<uuid:row_id>/edit/", naming.name_edit, name="name_edit"),
    path("<uuid:person_id>/numbers/new/", naming.identifier_new, name="identifier_new"),
    path("numbers/<uuid:row_id>/end/", naming.identifier_end, name="identifier_end"),
    path("<uuid:person_id>/phones/", reaching.contact_points, name="contact_points"),
    path("<uuid:person_id>/phones/new/", reaching.contact_point_new, name="contact_point_new"),
    path("phones/<uuid:row_id>/edit/", reaching.contact_point_edit, name="contact_point_edit"),
    path("<uuid:person_id>/addresses/", reaching.addresses, name="addresses"),
    path("<uuid:person_id>/addresses/new/", reaching.address_new, name="address_new"),
    path("addresses/<uuid:row_id>/edit/", reaching.address_edit, name="address_edit"),
    path("addresses/<uuid:row_id>/warnings/new/", reaching.warning_new, name="warning_new"),
    path("warnings/<uuid:row_id>/check/", reaching.warning_check, name="warning_check"),
    path("<uuid:person_id>/circumstances/", living.circumstances, name="circumstances"),
    path(
        "<uuid:person_id>/circumstances/<slug:kind>/new/",
        living.circumstance_new,
        name="circumstance_new",
    ),
    path("circumstances/<uuid:row_id>/void/", living.circumstance_void, name="circumstance_void"),
    path("<uuid:person_id>/network/", living.network, name="network"),
    path("<uuid:person_id>/network/new/", living.member_new, name="member_new"),
    path("network/<uuid:row_id>/edit/", living.member_edit, name="member_edit"),
    path("<uuid:person_id>/join/", joining.person_merge, name="person_merge"),
    path("joins/<uuid:row_id>/undo/", joining.merge_undo, name="merge_undo"),
]
