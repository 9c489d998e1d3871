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
        birth geburt gebur nacim nasc naiss nascita geboor fodel fodsel fods fodt synty synt urodz
        narozen narod rojst rodjen rozhd naixem dogum szulet naster
    """,
    "referred_on": """
        referr referral refer rcvd receiv recvd request
        uberweis zuweis zugewies anmeld anfrag eingang eingegang eingetroff
        orientat demand deman signalem sollicit recepc recept
        derivac derivad derivacio remision solicit peticion recib
        encaminh sinaliz adressag wplyn pedido receb segnalaz richiest domand ricev inviat
        aanmeld aangemeld verwijz verwez ontvang aanvra remiss remitter ansok inkom anmal
        henvis henvend lahet saapu vastaanot modtag mottat mottag soknad ansog
        skierow zglosz zgloszen wnios otrzym zadost prijat primit trimit beutal jelentk megkeres
        basvur yonlend uputni zahtjev
    """,
    "opened_on": """
        admis admit admiss admitt enrol enroll enrolment enrollment onboard accept accepted commenc
        start begin registrat registrer registro registered opening opened intake intak entry
        beginn begonn aufnahm eintritt zugang ubernahm
        debut entree ouvert ouvertur demarr accueil
        inici inicio inclus ingres ingress apertur abertur comienz acogid entrad inizi inizio
        ammiss avvio
        aanvang gestart opnam inschrijv instroom opstart
        inskriv inskrivn inskrev startad paborj inled oppstart innskr inntak inntatt indskr
        aloit alkoi alkam alkan alku przyjec przyjet rozpocz poczat zahaj zacat nastup felvet kezd
        intrar incep inceput baslang baslam prijem pocet
    """,
    "closed_on": """
        discharg closur closed closing terminat exit ended ending leaving
        entlass austritt ende beend beendig abschlus abgeschl schliess abgang abmeld
        sortie clotur cierre egres salida finaliz terminac baixa
        encerr saida uscita desligam conclus chius chiusur dimiss cessaz
        afsluit afgeslot einde eind beeindig uitschr uitstroom ontslag
        avslut avsluttet utskriv utskr upphor slutt slut afslut udskr ophor opphor
        paatt paattym lopet loppu zakoncz wypis zamkn ukonc ukoncen uzavr propust lezar befejez
        iesir inchid externar kapan bitis cikis zavrs otpust
    """,
    "worker": """
        clinician manager worker keyworker coordinat coord keywork therapist counsel
        casework casemanag practition nurse staff staffmember navigat
        advocat helper mentor coach professional
        betreu bezugsb bezugsperson fallfuhr fallmanag sachbearb begleiter begleitp verantwort
        koordinat berater sozialarb fachkraft therapeut
        intervenant educateur educatrice educador educator referent accompagnat accompagnant
        responsab conseill coordonn assistant
        trabajador profesional profissional tecnic psicolog terapeut gestor
        operator operatrice assistent educator
        begeleider behandel hulpverlen medewerk medarbejd medarbet zorgcoord contactpersoon
        verpleegk
        kontaktperson kontaktman kontaktmann saksbeh sagsbeh behandl handlagg boendestod stodperson
        samordnar kurator stodjar radgiv hoitaj omahoit tyontek ohjaaj vastuu
        prowadz opiekun pracown koordyn asystent terapeuta klicov pruvod gondoz esetfel felelos
        sorumlu danism voditelj
    """,
    "status": "status statut statuss situac situaz situat estado allapot durum",
}
# Whole words that are too short, or begin too many others, to be roots.
_WHOLE = {
    "born_on": """
        dob born geb nac nasc naiss nar nato nata nacido nacida nascido nascida geboren ne nee
        narozen fodt fodd synt urodz ddn
    """,
    "referred_on": "ref refd reff recd rcd rec rcvd orientation demande received",
    "opened_on": "open start intake alta entry begin enroll enrolled",
    "closed_on": """
        end close closed exit depart departure termino fin fine fim koniec ende slut slutt dc left
        einde kraj konec
    """,
    "worker": """
        cm cc mgr cmgr cco ccw cpn csw chw ccg chp acm tcm smhw msw lcsw bcba peer owner prof
        ansvarig
        tecnico gestor responsable responsabile responsavel zustandig prof ansvarlig gestionnaire
        clin sw wrkr kw nurse
    """,
    "status": "status stat stav tila stato statut estado toestand stand lage stan etat state estat",
}
# Words that say which of several, or only that a name stands there.
_CHIEF = frozenset(
    """
    primary main lead leading key named own assigned allocated responsible current chief head
    full name initials 1 first hoved primar primaer primario principal principale principali
    primer hauptverantwortlich haupt fall vaste eerste tilknyttet tildelt tilldelad toegewezen
    asignado asignada
    assegnato assegnata attribue referencia referenza referente reference ref
    case care social support service recovery community health mental client
    personal casa caso cas de di da of
    """.split()
)
# Words for the service itself: they leave the meaning to the other words.
SERVICE = frozenset(
    """
    service services servicio servizio servico program programme programa programma care case
    episode treatment support involvement file client patient
    betreuung hilfe hilfen massnahme leistung fall begleitung behandlung unterstutzung
    zorg begeleiding behandeling traject dossier trajectum
    insats insatsen indsats indsatsen tiltak tjeneste forlob vard arende kontakt
    asiakkuus asiakkuuden palvelu palvelun hoito hoidon kuntoutus
    suivi prise charge accompagnement mesure atencion seguimiento intervencion proceso
    recurso recursos centro dispositivo einrichtung struttura structure etablissement
    percorso trattamento processo process dossie folyamat acompanhamento caso casos
    klient massnahmen bewo tratamento sluzby spoluprace pece opieki terapii leczenia
    team cmh mh mht cmht tcm act fact icm
    """.split()
)
_DATE_ENDS = ("datum", "dato", "dag", "tag", "date", "paiva", "pvm", "aika", "sdatum", "sdato")
_ENDING = 5
"""An ending of a word is at most this long."""
_NO_ROOT = ("referenc", "referenz", "endere", "entrev", "personal")
_GUARDIANS = ("beruf", "amts", "recht", "gesetz", "ehrenamt")
_NOUN = frozenset(
    "referral ref refer remiss aanmelding henvisning enrollment enrolment admission intake "
    "registration application aufnahme admissie".split()
)
"""Nouns that may stand for the whole episode: 'enrollment end' is an end."""
_FROM = frozenset(
    "from since ab seit von desde depuis dal dalla vanaf sedan fran fra alkaen od".split()
)
_UNTIL = frozenset("until till til to bis hasta jusqu al fino tot asti do".split())


def _table(texts: dict[str, str]) -> dict[str, str]:
    return {word: field for field, text in texts.items() for word in text.split()}


_ROOT = _table(_ROOTS)
_WORD = _table(_WHOLE)
_LONGEST = max(map(len, _ROOT))


@lru_cache(maxsize=20_000)
def field_of_word(word: str) -> str | None:
    """The field that one word of a heading speaks of."""
    if word in _WORD or word in SERVICE or word.startswith(_NO_ROOT):
        return _WORD.get(word)
    for size in range(min(len(word), _LONGEST), 3, -1):
        field = _ROOT.get(word[:size])
        if field is not None:
            rest = word[size:]
            dated = rest.endswith(_DATE_ENDS) and field not in ("worker", "status")
            return field if len(rest) <= _ENDING or dated and len(rest) <= 11 else None
    if word.startswith("erst") and len(word) > 8:
        return field_of_word(word[4:])
    for service in SERVICE:
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
        return _by_direction(words)
    field = fields[0]
    if set(fields) != {field} and "worker" in fields:
        # An intake worker or a referral worker is not who works with the person.
        return None
    if set(fields) != {field}:
        # 'Referral accepted', 'referral closure date': the referral is the case, not the day.
        left = {name for word, name in found if word not in _NOUN}
        if found[0][0] not in _NOUN or len(left) != 1:
            return None
        field = left.pop()
    allowed = HARMLESS | SERVICE | (_CHIEF if field == "worker" else frozenset())
    if not set(others) <= allowed:
        return None
    if field in ("worker", "status") and set(words) & DATE_WORDS - {"on", "to", "i"}:
        return None
    return field


def _by_direction(words: tuple[str, ...]) -> str | None:
    """'Insats från', 'Betreuung bis': the service and a word for its beginning or its end."""
    if not set(words) & SERVICE or not set(words) <= SERVICE | HARMLESS | _FROM | _UNTIL:
        return None
    starts, ends = words[-1] in _FROM or words[0] in _FROM, words[-1] in _UNTIL
    if starts == ends:
        return None
    return "opened_on" if starts else "closed_on"
