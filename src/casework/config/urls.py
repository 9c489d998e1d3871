"""The first segment of a path is the room."""

from django.urls import include, path

from . import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("casework.base.accounts.signing_in_urls")),
    path("account/", include("casework.base.accounts.urls")),
    path("ui/", include("casework.base.ui.urls")),
    path("jobs/", include("casework.base.jobs.urls")),
    path("drafts/", include("casework.base.drafts.urls")),
    path("workforce/", include("casework.registry.workforce.urls")),
    path("people/", include("casework.registry.people.urls")),
    path("episodes/", include("casework.registry.episodes.urls")),
    path("diary/", include("casework.registry.diary.urls")),
    path("intake/", include("casework.cycle.intake.urls")),
    path("contacts/", include("casework.cycle.contacts.urls")),
    path("record/", include("casework.desks.record.urls")),
    path("oversight/", include("casework.desks.oversight.urls")),
    path("exchange/", include("casework.edges.exchange.urls")),
    # My day is the first page: it alone has no segment of its own.
    path("", include("casework.desks.myday.urls")),
]

handler400 = "casework.base.ui.views.unreadable"
