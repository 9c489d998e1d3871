"""Referrals in: the list, taking one in, one referral, each decision, the letter."""

from django.urls import path

from .views import deciding, detail, letters, listing, receiving

app_name = "intake"
urlpatterns = [
    path("", listing.referral_list, name="referral_list"),
    path("waiting/", listing.waiting_list, name="waiting_list"),
    path("people/<uuid:person_id>/new/", receiving.referral_new, name="referral_new"),
    path("people/<uuid:person_id>/known/", receiving.referral_known, name="referral_known"),
    path("people/<uuid:person_id>/reach-plan/", receiving.reach_plan, name="reach_plan"),
    path("<uuid:referral_id>/", detail.referral_detail, name="referral_detail"),
    path("<uuid:referral_id>/take-up/", detail.referral_take_up, name="referral_take_up"),
    path("<uuid:referral_id>/worksheet/", detail.worksheet, name="worksheet"),
    path("<uuid:referral_id>/level/", detail.referral_level, name="referral_level"),
    path("<uuid:referral_id>/accept/", deciding.referral_accept, name="referral_accept"),
    path("<uuid:referral_id>/decline/", deciding.referral_decline, name="referral_decline"),
    path("<uuid:referral_id>/wait/", deciding.referral_wait, name="referral_wait"),
    path("<uuid:referral_id>/pass-on/", deciding.referral_redirect, name="referral_redirect"),
    path(
        "<uuid:referral_id>/information/",
        deciding.referral_information,
        name="referral_information",
    ),
    path("<uuid:referral_id>/withdraw/", deciding.referral_withdraw, name="referral_withdraw"),
    path("<uuid:referral_id>/look-again/", deciding.referral_escalate, name="referral_escalate"),
    path("<uuid:referral_id>/owner/", deciding.referral_owner, name="referral_owner"),
    path("<uuid:referral_id>/letter/", letters.referral_letter, name="referral_letter"),
]
