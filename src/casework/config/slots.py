"""Which rooms fill which slot, in order. A lower room names a slot; the wiring knows who comes."""

_WORKFORCE = "casework.registry.workforce"
_PEOPLE = "casework.registry.people"
_EPISODES = "casework.registry.episodes"
_DIARY = "casework.registry.diary"
_INTAKE = "casework.cycle.intake"
_CONTACTS = "casework.cycle.contacts"
_MONITORING = "casework.cycle.monitoring"
_MYDAY = "casework.desks.myday"
_RECORD = "casework.desks.record"
_OVERSIGHT = "casework.desks.oversight"
_EXCHANGE = "casework.edges.exchange"

SLOTS: dict[str, list[str]] = {
    # Who is behind an account: (account) -> Actor | None.
    "actor": [f"{_WORKFORCE}.actors.worker_actor"],
    # The main navigation: lists of (url name, label, permission, how the screens begin that belong
    # to it and stand elsewhere).
    "navigation": [
        f"{_MYDAY}.navigation.NAVIGATION",
        f"{_DIARY}.navigation.NAVIGATION",
        f"{_EPISODES}.navigation.NAVIGATION",
        f"{_INTAKE}.navigation.NAVIGATION",
        f"{_OVERSIGHT}.navigation.NAVIGATION",
        f"{_WORKFORCE}.navigation.NAVIGATION",
        f"{_EXCHANGE}.navigation.NAVIGATION",
    ],
    # The rules of clocks: () -> list[Rule].
    "clock_rules": [
        f"{_EPISODES}.clocks.clock_rules",
        f"{_INTAKE}.clocks.clock_rules",
        f"{_CONTACTS}.clocks.clock_rules",
    ],
    # What was stopped and does not run again: (clocks) -> ids of those whose subject is over.
    "clocks_over": [
        f"{_EPISODES}.still_due.clocks_over",
        f"{_CONTACTS}.lending.clocks_over",
    ],
    # What rooms above do in the same act when a death is written, and when it was a mistake:
    # (by, person_ids, now).
    "death_written": [f"{_DIARY}.actions.end_with_death"],
    "death_taken_back": [f"{_DIARY}.actions.take_back_end"],
    # What whoever ends an episode reads before: (actor, episode, now) -> Panel | None; and what
    # ends with it: (by, episode, reason, closed_at, now) -> what the record says of it, or "".
    "episode_closing": [f"{_DIARY}.ending.closing_panel"],
    "episode_ending": [f"{_DIARY}.actions.end_with_episode"],
    # What may be begun for somebody who was found: (actor, person_id, is_open) -> Link | None.
    "search_actions": [f"{_INTAKE}.panels.search_action"],
    # The header of one person's pages: (actor, person_ids, now) -> HeaderFacts | None.
    "person_header": [
        f"{_EPISODES}.header.episode_header",
        f"{_INTAKE}.panels.header_facts",
        f"{_CONTACTS}.panels.header_actions",
        f"{_DIARY}.panels.header_actions",
    ],
    # The pages of a record, in order: (actor, person_id) -> list[Tab].
    "person_tabs": [
        f"{_RECORD}.tabs.first_tabs",
        f"{_EPISODES}.tabs.episode_tabs",
        f"{_PEOPLE}.tabs.person_tabs",
        f"{_RECORD}.tabs.last_tabs",
    ],
    # Where a record opens; the first one stands: (person_id) -> url.
    "person_url": [f"{_RECORD}.tabs.person_url"],
    # Cards of the overview, left and right: (actor, person, person_ids, now) -> Panel | None.
    "person_overview": [
        f"{_PEOPLE}.panels.who",
        f"{_RECORD}.cards.promises",
        f"{_CONTACTS}.panels.last_contacts",
        f"{_INTAKE}.panels.referrals_card",
        f"{_PEOPLE}.panels.network",
    ],
    "person_overview_side": [
        f"{_EPISODES}.panels.responsible_panel",
        f"{_DIARY}.panels.next_times",
        f"{_PEOPLE}.panels.phones",
        f"{_INTAKE}.panels.reach_plan_card",
        f"{_PEOPLE}.panels.circumstances",
        f"{_PEOPLE}.panels.addresses",
        f"{_EXCHANGE}.panels.quoted",
    ],
    # Cards of the page before a visit, the same.
    "visit_cards": [
        f"{_DIARY}.panels.my_visit",
        f"{_RECORD}.cards.visit_warnings",
        f"{_RECORD}.cards.promises",
        f"{_RECORD}.cards.visit_last_contact",
        f"{_PEOPLE}.panels.phones",
        f"{_RECORD}.cards.visit_people",
    ],
    # What happened: (actor, person_ids, before, limit, now) -> list[Entry].
    "timeline": [
        f"{_RECORD}.cards.contact_entries",
        f"{_RECORD}.cards.episode_entries",
        f"{_INTAKE}.panels.timeline_entries",
    ],
    # Why somebody needs a worker today: (actor, now) -> list[Reason].
    "day_reasons": [
        f"{_MONITORING}.reasons.not_seen",
        f"{_EPISODES}.day_reasons.ledger_reasons",
        f"{_CONTACTS}.reasons.notes_to_sign",
        f"{_DIARY}.reasons.visits_overdue",
        f"{_DIARY}.reasons.without_outcome",
        f"{_INTAKE}.panels.day_reasons",
    ],
    # What others did with my people: (actor, since, now) -> list with url, name, words.
    "day_news": [f"{_MYDAY}.news.of_contacts"],
    # The last contact in a few words: (actor, episode_ids, now) -> {episode_id: words}.
    "last_contacts": [f"{_CONTACTS}.lending.last_contacts"],
    # Where a draft belongs: (actor, [(form, about_id)]) -> {(form, about_id): (label, url)}.
    "draft_places": [
        f"{_CONTACTS}.lending.draft_places",
        f"{_EPISODES}.navigation.draft_places",
        f"{_DIARY}.navigation.draft_places",
    ],
    # What a hand-over says: (actor, person_ids, episode_ids, now) -> {episode_id: Section}.
    "brief_sections": [
        f"{_EPISODES}.brief.matters_section",
        f"{_EPISODES}.brief.reaching_section",
        f"{_EPISODES}.brief.care_section",
        f"{_CONTACTS}.lending.last_contacts_brief",
        f"{_EPISODES}.brief.due_section",
        f"{_EPISODES}.brief.episode_section",
        f"{_EPISODES}.brief.network_section",
    ],
    # How a team can work: () -> models with code and name.
    "practice_models": [f"{_EPISODES}.practice_models.all_models"],
    # Languages that workers speak: () -> {code: a language with its English name}.
    "languages": [f"{_PEOPLE}.rules.tables.languages"],
    # What pages show of the content files, for the catalogue of translations: () -> texts.
    "content_words": [
        f"{_PEOPLE}.rules.tables.words",
        f"{_EPISODES}.practice_models.words",
        f"{_INTAKE}.eligibility.words",
    ],
    # Who ends a position that somebody holds: (position) -> url. Empty: workforce itself.
    "position_ending": [f"{_EPISODES}.navigation.ending_url"],
}
