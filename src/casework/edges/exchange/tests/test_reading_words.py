"""Headings and words: what they name in many languages, and what only looks as if they did."""

from __future__ import annotations

import pytest

from casework.edges.exchange.reading.headings import match_heading
from casework.edges.exchange.reading.outcomes import outcome_in
from casework.edges.exchange.reading.statuses import attendance_of, kind_of_contact, status_in

from .reading_files import listed, told

FIELDS = {
    "name": "Client Name (Last, First)|Surname & Name|Borgerens navn|Danışan Adı|Nome e cognome|"
    "Nom et prénom de l'usager|氏名|ПІБ|Head of Household|Bewohner/in",
    "family": "LAST_NM|Nom d'usage|Fam.-Name|Příjmení|Sukunimi|Apellido Paterno|שם משפחה",
    "given": "FIRST_NM|Prénom / First name|Forename(s)|Jméno|Roepnaam|Nome próprio",
    "particle": "Tussenvoegsel|Voorvoegsel|Namensvorsatz",
    "born_on": "D.O.B.|Geb.-Dat.|Né(e) le|Nato/a il|Synt.aika|Data de nasc.|DateOfBirth|DDN|"
    "Született|تاريخ الميلاد|生年月日|Date de naissance / DOB",
    "referred_on": "Ref Rec'd|ReferralReceivedDate|Date d'adressage|Ansökan inkom|Anmeldung|"
    "Data wpłynięcia skierowania|Lähete saapunut|Datum Erstanfrage|REFERRAL_DT|Henvist dato",
    "opened_on": "Date taken on|Hilfebeginn|Start zorg|Insats från|Betreuung ab|"
    "Data presa in carico|Zahájení služby|Asiakkuus alkoi|Fecha de alta en el recurso|"
    "Program Entry|Case: Date/Time Opened",
    "closed_on": "D/C date|Betreuungsende|Einde zorg|Insats till|Betreuung bis|Enrollment End|"
    "Ukončení služby|Asiakkuus päättyi|Date de fin de suivi|Exit",
    "worker": "Care Co-ord|Care Co-ordinator / Lead Prof|Key Clinician|Regiebehandelaar|Omahoitaja|"
    "Fallführung|Prof. referencia|Terapeuta prowadzący|CASE_MGR_NM|Hauptbetreuer*in|Case Owner|"
    "Tilknyttet medarbejder|負責人|Куратор",
    "status": "Case Status|STATUS_CD|Enrollment Status|Situación actual|Stav klienta|Läge|"
    "Κατάσταση",
}


@pytest.mark.parametrize(
    ("heading", "field"),
    [(heading, name) for name, text in FIELDS.items() for heading in text.split("|")],
)
def test_headings_in_many_languages(heading, field):
    match = match_heading(heading, "people")
    # 'Alta' opens or closes, which the columns beside it decide.
    found = {"alta": "opened_on"}.get(match.field, match.field) if match else None
    assert found == field


OTHER_THINGS = (
    "Mother's DOB|Birth place|Birth country|Hospital admission date|Support plan start|Plan end|"
    "Next review|Discharge letter sent|Depot started|Tenancy end date|CTO start|Auth begin|"
    "Auth end|Startdatum indicatie|Kostenzusage bis|Hilfeplan bis|Antrag gestellt|Termin|"
    "Data entry date|Date entered|Clinic|Education|Department|Legal guardian|"
    "Gesetzl. Betreuer|Berufsbetreuer|Previous case manager|Intake worker|"
    "Referring clinician|Emergency contact name|Carer name|"
    "Child name|Provider ID|Insurance status|Estado civil|Situación laboral|Lieu de naissance|"
    "Médecin traitant|GP referral letter|Medication start|A|B|C|D|X1"
)


@pytest.mark.parametrize("heading", OTHER_THINGS.split("|"))
def test_headings_about_somebody_or_something_else(heading):
    match = match_heading(heading, "people")
    counted = {*FIELDS, "alta"}
    assert match is None or match.field not in counted


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("d/c'd 03/04/26", "closed"),
        ("RIP 2/3/26", "closed"),
        ("Discharged back to GP 12/05/26", "closed"),
        ("Closed - moved to TX", "closed"),
        ("Décédée le 12/03/2026", "closed"),
        ("abgeschlossen am 30.6.2026", "closed"),
        ("dimessa il 3/4/2026", "closed"),
        ("終了", "closed"),
        ("снят с учёта", "closed"),
        ("graduated!!", "closed"),
        ("WL", "waiting"),
        ("referred – not yet seen", "waiting"),
        ("waiting list since May", "waiting"),
        ("Pendiente de valoración", "waiting"),
        ("Active – high risk", "open"),
        ("w trakcie", "open"),
        ("In carico", "open"),
        ("Pågående", "open"),
        # words that something beside them turns
        ("?discharge", None),
        ("Discharge mtg 4/1", None),
        ("discharge planned", None),
        ("Open - due for discharge", None),
        ("left message", None),
        ("left VM 3/4", None),
        ("Intake complete", None),
        ("close monitoring", None),
        ("past due", None),
        ("moved house", None),
        ("baja laboral", None),
        ("Active; mother deceased", None),
        ("Transferred in from ACT", None),
        ("referred out", None),
        ("unable to close", None),
        ("DNA x3", None),
        ("on hold", None),
        ("A", None),
    ],
)
def test_a_word_of_status_and_what_turns_it(text, status):
    assert status_in(text) == status


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("CLOSED 25-26", "closed"),
        ("Discharged since April", "closed"),
        ("Caseload Sept 26", "open"),
        ("Utenti in carico", "open"),
        ("Referrals pending", "waiting"),
        ("Awaiting allocation", "waiting"),
        ("Clients closed are greyed out", None),
        ("Team A", None),
        ("Open & closed", None),
    ],
)
def test_what_a_title_says_of_all_rows(title, status):
    assert status_in(title, title=True) == status


@pytest.mark.parametrize(
    ("text", "attendance"),
    [
        ("DNA", "not_there"),
        ("no show", "not_there"),
        ("Nicht erschienen", "not_there"),
        ("uteblev", "not_there"),
        ("assente", "not_there"),
        ("Attended", "seen"),
        ("anwesend", "seen"),
        ("Sí", "seen"),
        ("Cancelled by service", "cancelled"),
        ("abgesagt", "cancelled"),
        ("went well", None),
    ],
)
def test_words_of_attendance(text, attendance):
    assert attendance_of(text) == attendance


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("Attended?", "seen", "not_there"),
        ("DNA", "not_there", "seen"),
        ("Anwesend", "seen", "not_there"),
    ],
)
def test_yes_and_no_mean_what_their_heading_asks(heading, yes, no):
    data = f'Date,Client,{heading}\n13/1/2026,"Hill, Ana",yes\n14/1/2026,"Dale, Bo",no\n'.encode()
    rows = told(data, "contacts")["rows"]
    assert [row["attendance"] for row in rows] == [yes, no]


def test_contacts_in_german_words_and_old_letters():
    data = (
        "Datum;Klient/in;Art;Dauer (Min.);Mitarbeiter/in;Anwesend\n"
        "13.01.2026;Müller, Jürgen;Hausbesuch;45;K. Dorn;ja\n"
        "14.01.2026;Müller, Jürgen;Tel.;10;Karin Dorn;nein\n"
        "15.01.2026;Schmitt, Ada;Büro;1 Std.;KD;nicht erschienen\n"
    ).encode("cp1252")
    rows = told(data, "contacts")["rows"]
    seen = [(r["kind"], r["minutes"], r["attendance"], r["worker"]) for r in rows]
    assert seen == [
        ("home_visit", 45, "seen", "Karin Dorn"),
        ("phone", 10, "not_there", "Karin Dorn"),
        ("office", 60, "not_there", "Karin Dorn"),
    ]


def test_referrals_in_french_words():
    data = (
        "Usager;Orienté vers;Motif;Date d'envoi;Suite donnée;Référent\n"
        "DUPONT Anne;CCAS;logement;13/01/2026;accepté;Mme Prat\n"
        "MARTIN Luc;Épicerie;aide;14/01/2026;refusé par la structure;Mme Prat\n"
        "PETIT Zoé;MDPH;dossier;15/01/2026;à voir;Mme Prat\n"
    ).encode()
    answer = told(data, "referrals")
    seen = [(r["family"], r["agency"], r["sent_on"], r["status"]) for r in answer["rows"]]
    assert seen == [
        ("Dupont", "CCAS", "2026-01-13", "accepted"),
        ("Martin", "Épicerie", "2026-01-14", "rejected"),
        ("Petit", "MDPH", "2026-01-15", None),
    ]
    assert listed(answer) == {(4, "Suite donnée")}


def test_a_code_for_a_kind_and_a_slash_in_an_outcome():
    assert kind_of_contact("F2F - home", {})[0] == "home_visit"
    assert outcome_in("On their w/l") == "on-hold"
    assert outcome_in("Accepted then withdrawn") is None
