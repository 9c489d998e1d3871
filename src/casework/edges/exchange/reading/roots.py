"""Headings put together from parts: 'Hilfebeginn', 'Key clinician', 'Start zorg', 'Referral rcvd'.

A heading is understood when every word of it is a known part, and the parts agree on one field. One
word that is not known, and it names nothing: 'Mother's referral' is not a referral.
"""

from __future__ import annotations

from functools import lru_cache

from .vocabulary import DATE_WORDS, HARMLESS

# Beginnings of words, as plain() gives them; what follows may be an ending or a word for 'date'.
_ROOTS = {
    "born_on": """
        birth geburt gebur nacim nasc naiss nascita geboor fodel fodsel fods synty synt urodz
        narozen narod rojst rodjen rozhd naixem dogum szulet
    """,
    "referred_on": """
        referr referral refer rcvd receiv recvd request uberweis zuweis zugewies anmeld anfrag
        anfrage eingang derivac derivad orientat deman segnalaz encaminh acolhim aanmeld
        aangemeld verwijz verwez remiss remitter ansok inkom henvis henvend lahet skierow
        zglosz zgloszen zadost application applied derivacio
        saapu saapun vastaanot modtag mottat mottag ontvang otrzym ricev receb recib recepc recept
        erhalt eingegang eingetroff prijat primit visitat
    """,
    "opened_on": """
        admis admit admiss admitt enrol enroll accept accepted commenc start begin beginn aufnahm
        eintritt opening opened inici inicio ingres apertur abertur ouvert ouvertur debut entree
        entry inizio ammission przyjec przyjet rozpocz inskriv inskrivn inskrev innskr inntak
        inntatt inntatt indskr opstart oppstart aanvang gestart intak intake aloit alkoi alkan
        zahaj zacat startad paborj registrat registrer registro registered enrolment enrollment
        onboard
    """,
    "closed_on": """
        discharg closur closed closing terminat exit entlass austritt ende beend beendig beendigung
        abschlus abgeschl schliess sortie clotur cierre egres chius chiusur dimiss encerr afsluit
        afgeslot einde beeindig uitschr uitstroom avslut avsluttet afslut afslutn utskriv utskriv
        utskr udskr slutt slut paatty paattym paattyi lopet zakoncz zakonczen ukonc ukoncen wypis
        finaliz termino salida uscita desligam end ended ending leaving
    """,
    "worker": """
        clinic clinician manager mgr worker keyworker coordinat coord keywork therapist counsel
        casework casemanag practition psychiatr psycholog nurse staff staffmember officer navigat
        advocat provider betreu bezugsb bezugsperson fallfuhr fallmanag sachbearb begleit
        begeleid behandel hulpverlen medewerk zorgcoord intervenant educat referent accompagn
        trabajador profesional tecnic psicolog operator operatrice assistent educator
        professional kontaktperson saksbeh sagsbeh behandl handlagg boendestod stodperson
        kontaktman hoitaj omahoit tyontek ohjaaj terapeut prowadz opiekun pracownik helper
        mentor coach kontaktmann radgiver rehabpartn
    """,
    "status": "status statut stato statuss",
}
# Whole words that are too short, or begin too many others, to be roots.
_WHOLE = {
    "born_on": """
        dob born geb nac nasc naiss nar nato nata nacido nacida nascido nascida geboren ne nee
        narozen fodt fodd synt urodz ddn
    """,
    "referred_on": "ref refd reff recd rcd rec rcvd orientation demande received",
    "opened_on": "open start intake alta entry begin enroll enrolled",
    "closed_on": "end close closed exit fin fine fim ende slut slutt dc left einde kraj konec",
    "worker": """
        cm cc mgr cmgr cco ccw cpn csw chw ccg chp acm tcm smhw msw lcsw bcba peer owner prof
        ansvarig
        tecnico gestor responsable responsabile responsavel zustandig prof ansvarlig gestionnaire
        clin sw wrkr kw nurse
    """,
    "status": "status stav tila stato statut estado situacion situacao toestand stand",
}
# Words that say which of several, or only that a name stands there.
_CHIEF = frozenset(
    """
    primary main lead leading key named own assigned allocated responsible current chief head
    full name initials 1 first hoved primar primaer primario principal principale principali
    primer hauptverantwortlich haupt vaste eerste referencia referenza referente reference ref
    case care social support service recovery community health mental client
    personal casa caso cas de di da of
    """.split()
)
# Words for the service itself: they leave the meaning to the other words.
_SERVICE = frozenset(
    """
    service services servicio servizio servico program programme programa programma care case
    episode treatment support involvement file client patient
    betreuung hilfe hilfen massnahme leistung fall begleitung behandlung unterstutzung
    zorg begeleiding behandeling traject dossier trajectum
    insats insatsen indsats indsatsen tiltak tjeneste forlob vard arende kontakt
    asiakkuus asiakkuuden palvelu palvelun hoito hoidon kuntoutus
    suivi prise charge accompagnement mesure atencion seguimiento intervencion proceso
    percorso trattamento acompanhamento tratamento sluzby spoluprace pece opieki terapii leczenia
    team cmh mh mht cmht tcm act fact icm
    """.split()
)
_DATE_ENDS = ("datum", "dato", "dag", "tag", "date", "paiva", "pvm", "aika", "sdatum", "sdato")
_ENDING = 5
"""An ending of a word is at most this long."""
_NO_ROOT = ("referenc", "referenz", "endere", "entrev", "personal")
_GUARDIANS = ("beruf", "amts", "recht", "gesetz", "ehrenamt")
_NOUN_OF_REFERRAL = frozenset("referral ref refer remiss aanmelding henvisning".split())


def _table(texts: dict[str, str]) -> dict[str, str]:
    return {word: field for field, text in texts.items() for word in text.split()}


_ROOT = _table(_ROOTS)
_WORD = _table(_WHOLE)
_LONGEST = max(map(len, _ROOT))


@lru_cache(maxsize=20_000)
def field_of_word(word: str) -> str | None:
    """The field that one word of a heading speaks of."""
    if word in _WORD or word.startswith(_NO_ROOT):
        return _WORD.get(word)
    for size in range(min(len(word), _LONGEST), 3, -1):
        field = _ROOT.get(word[:size])
        if field is not None:
            rest = word[size:]
            dated = rest.endswith(_DATE_ENDS) and field not in ("worker", "status")
            return field if len(rest) <= _ENDING or dated and len(rest) <= 9 else None
    for service in _SERVICE:
        # German, Dutch and Nordic words: Hilfebeginn, Betreuungsende, Zorgstart.
        if len(service) >= 4 and word.startswith(service) and len(word) > len(service) + 3:
            rest = word[len(service) :]
            found = field_of_word(rest) or (field_of_word(rest[1:]) if rest[0] in "sn" else None)
            if found in ("opened_on", "closed_on", "referred_on", "worker"):
                return found
    return "worker" if _ends_as_worker(word) else None


def _ends_as_worker(word: str) -> bool:
    """Regiebehandelaar, Hauptbetreuerin; a Berufsbetreuer is a guardian appointed by a court."""
    if word.startswith(_GUARDIANS):
        return False
    for place in range(3, len(word) - 5):
        for size in range(6, min(_LONGEST, len(word) - place) + 1):
            if _ROOT.get(word[place : place + size]) == "worker":
                return len(word) - place - size <= _ENDING
    return False


def field_of_words(words: tuple[str, ...]) -> str | None:
    """The one field that all words of a heading speak of, if each of them is understood."""
    found: list[tuple[str, str]] = []
    others: list[str] = []
    for word in words:
        field = field_of_word(word)
        if field is not None:
            found.append((word, field))
        elif word not in DATE_WORDS:
            others.append(word)
    fields = [field for _, field in found]
    if not fields:
        return None
    field = fields[0]
    if set(fields) != {field}:
        # 'Referral accepted', 'referral closure date': the referral is the case, not the day.
        rest = {name for word, name in found if word not in _NOUN_OF_REFERRAL}
        if found[0][0] not in _NOUN_OF_REFERRAL or len(rest) != 1:
            return None
        field = rest.pop()
    allowed = HARMLESS | _SERVICE | (_CHIEF if field == "worker" else frozenset())
    if not set(others) <= allowed:
        return None
    if field in ("worker", "status") and set(words) & DATE_WORDS - {"on", "to", "i"}:
        return None
    return field


# Beside one of these words a column is about somebody or something else.
_OTHERS = frozenset(
    """
    mother father parent kin partner spouse carer guardian emergency school hospital ward gp doctor
    physician referrer referring referral probation parole court lawyer landlord employer bank
    previous former past ex old legal payee phone tel email address place city country letter plan
    review child children baby sibling contact team agency office clinic program programme last
    next mutter vater eltern arzt hausarzt amt gericht schule madre padre medico medecin ecole
    vorige fruhere ehemalige huisarts vorig lakare lege laege
    """.split()
)
_NAME = frozenset(
    "name names namn navn naam nimi nom nombre nome nazwisko jmeno prijmeni nume ime nev".split()
)


def part_names(words: tuple[str, ...], field: str) -> bool:
    """True when one word of a heading speaks of this field and none of somebody else."""
    if set(words) & _OTHERS or len(words) > 4:
        return False
    if field == "name":
        return bool(set(words) & _NAME)
    return any(field_of_word(word) == field for word in words)
