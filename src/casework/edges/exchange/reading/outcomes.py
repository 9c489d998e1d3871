"""What came of a referral to somebody else, from free words, in the states that FHIR tasks use."""

from __future__ import annotations

from functools import lru_cache

from .words import plain

# The first group that matches is not taken: a text that fits two different states fits none.
_STATES: dict[str, str] = {
    "completed": """
        completed|complete|done|connected|linked|received service|obtained|successful|success|
        service received|attended|enrolled there|moved in|housed|erledigt|abgeschlossen|
        vermittelt|
        erfolgreich|hecho|completado|realizado|conectado|conseguido|fait|abouti|realise|termine|
        fatto|concluso|completato|concluido|klar|genomford|avslutad|gjennomfort|fullfort|
        afsluttet|
        valmis|toteutunut|gedaan|afgerond|gelukt|zakonczone|zrealizowane
    """,
    "accepted": """
        accepted|intake|intake scheduled|appointment|appt|appointment made|scheduled|booked|
        approved|
        in progress|started|angenommen|zugesagt|aufgenommen|termin|aceptado|aceptada|cita|citado|
        accepte|acceptee|rdv|accolto|accettato|appuntamento|aceite|marcado|accepterad|beviljad|
        antagen|tid bokad|akseptert|godkjent|accepteret|hyvaksytty|aika varattu|geaccepteerd|
        aangenomen|afspraak|przyjete|zaakceptowane
    """,
    "on-hold": """
        waitlist|wait list|waiting list|wl|w l|waitlisted|wait listed|on hold|hold|warteliste|
        lista de espera|
        en espera|liste d attente|en attente|lista d attesa|in attesa|ko|kolista|venteliste|jono|
        jonossa|wachtlijst|lista oczekujacych
    """,
    "rejected": """
        rejected|refused by agency|not accepted|not eligible|ineligible|no openings|
        no opening|full|
        no capacity|no beds|no space|no vacancies|turned down|denied|abgelehnt|keine platze|
        kein platz|rechazado|rechazada|sin plazas|no admitido|refuse par|
        refusee par|complet|pas de place|
        rifiutato|non accettato|recusado|avslag|avslagen|nekad|avslatt|afslag|hylatty|
        afgewezen|geweigerd|odrzucone|odmowa
    """,
    "cancelled": """
        client declined|declined by client|client refused|pt declined|patient declined|
        person declined|
        client changed mind|cancelled|canceled|withdrawn|client withdrew|not needed|
        no longer needed|
        no longer wants|service user declined|klient lehnt ab|zuruckgezogen|storniert|
        usuario rechaza|
        renuncia|anulado|cancelado|annule|usager refuse|annullato|aterkallad|avbruten|trukket|
        peruttu|ingetrokken|geannuleerd|anulowane
    """,
    "requested": """
        requested|sent|referred|submitted|faxed|emailed|called|no response|no reply|
        no answer|pending|
        awaiting response|waiting to hear|waiting for response|left message|lm|made|
        gesendet|angefragt|versandt|keine antwort|keine ruckmeldung|enviado|enviada|solicitado|
        sin respuesta|pendiente|envoye|envoyee|demande|sans reponse|inviato|richiesto|
        nessuna risposta|solicitado|sem resposta|skickad|skickat|inget svar|sendt|ikke svar|
        lahetetty|ei vastausta|verstuurd|verzonden|geen reactie|wyslane|brak odpowiedzi
    """,
}


def _table() -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for state, text in _STATES.items():
        for phrase in text.split("|"):
            words = tuple(plain(phrase).split())
            if words:
                table.setdefault(words, state)
    return table


_PHRASES = _table()
_LONGEST = max(len(words) for words in _PHRASES)
_NEGATIONS = frozenset(
    "not no never nicht kein keine sin pas non niet ikke inte ej ei nie un almost".split()
)
# What was reached outweighs how it began: "accepted, then completed" is completed.
_STEPS = ("requested", "on-hold", "accepted", "completed")


@lru_cache(maxsize=5_000)
def outcome_in(text: str) -> str | None:
    """The one state that free words name, or None when they name none or contradict each other."""
    words = tuple(plain(text).split())
    if not words or len(words) > 25:
        return None
    found: list[tuple[int, int, str]] = []
    taken: set[int] = set()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            places = set(range(start, start + size))
            state = _PHRASES.get(words[start : start + size])
            if state and not places & taken:
                found.append((start, size, state))
                taken |= places
    for start, _size, _state in found:
        if start and words[start - 1] in _NEGATIONS and start - 1 not in taken:
            return None
    states = {state for _, _, state in found}
    if len(states) > 1 and states <= {"requested", "accepted", "completed", "on-hold"}:
        if states == {"requested", "on-hold"}:
            return "on-hold"
        if states in ({"requested", "completed"}, {"accepted", "completed"}):
            return "completed"
        if states == {"requested", "accepted"} and "pending" not in words:
            return "accepted"
        return None
    return states.pop() if len(states) == 1 else None
