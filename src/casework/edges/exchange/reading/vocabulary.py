"""What agencies call their columns, in several languages: general words, fitted to no one's file.

A phrase matches a heading when, apart from words that say nothing, both have the same words in any
order. A heading with one word more (mother's DOB, date opened letter) does not match.
"""

from __future__ import annotations

# Words that may stand beside a phrase without changing what the column holds.
HARMLESS = frozenset(
    """
    the of a an to in on at for and or is was s our
    client clients patient patients person service user users su consumer member participant
    resident individual case file details detail information info personal data demographics
    demographic about particulars general basic record please d l current actual actuel actuelle
    aktuell aktuelle huidig huidige
    attuale nuvarande naverende nykyinen obecny sprawy momentan flag indicator yn yes no
    der die das des den von vom zum zur und am im klient klienten klientin patientin betreuten
    angaben daten person fall allgemein allgemeine
    de del la el los las y en usuario usuaria paciente cliente persona datos expediente personales
    le les du des et usager patiente beneficiaire dossier donnees personne
    il lo gli di della e utente paziente dati caso
    o os as da do dos das utente paciente dados
    van het een en client clienten gegevens bewoner
    och for i av klientens brukare brukarens uppgifter kund asiakas asiakkaan tiedot og bruker
    borger borgers borgerens brugerens bruger brukers brukerens pasient pasientens patientens
    klientin klients beneficiary beneficiaries participants residents members whaiora tangata
    beneficiario beneficiaria assistido assistida interessato interessata potilas potilaan
    pelanggan pacient pacienta klientky uzivatele uzivatel
    klienta pacjenta dane osoby
    """.split()
)
DATE_WORDS = frozenset(
    "date dates dt dte day on datum dato dag fecha data pvm paivamaara am le tag jour dia giorno "
    "when dat дата ngay tanggal tgl tarikh tarih tarihi ημερομηνια ημ تاريخ תאריך".split()
)

_PEOPLE_NAMES = {
    "name": """
        name|full name|name full|last first|last first name|first last|surname forename|
        surname first name|first name surname|forename surname|family given|
        family name given name|last name first name|given name surname|first name last name|
        first and last name|
        names|client|client name|nachname vorname|vorname nachname|vor nachname|name vorname|
        vorname name|klient|nom prenom|prenom nom|nom complet|nombre apellidos|apellidos nombre|
        nombre apellido|apellido nombre|nombre completo|apellidos y nombres|nombres y apellidos|
        cognome nome|nome cognome|nominativo|nome completo|naam|volledige naam|
        achternaam voornaam|voornaam achternaam|namn|navn|nimi|sukunimi etunimi|
        etunimi sukunimi|namn efternamn fornamn|efternamn fornamn|fornamn efternamn|
        etternavn fornavn|fornavn etternavn|imie nazwisko|nazwisko imie|imie i nazwisko|
        nazwisko i imie|patient|patient name|paciente|usuario|usuaria|usager|cliente|persona|
        asiakas|brukare|bruker|borger|service user|service user name|name of client|member|
        consumer|participant|姓名|氏名|名前|이름|الاسم|שם|фио|имя|ονοματεπωνυμο
    """,
    "family": """
        family name|last name|surname|surnames|whanau name|lastname|last|family|familyname|
        second name|
        nachname|familienname|zuname|nom|nom de famille|nom famille|apellido|apellidos|
        primer apellido|apellido paterno|cognome|sobrenome|apelido|achternaam|familienaam|
        efternamn|etternavn|
        efternavn|sukunimi|nazwisko|姓|фамилия|επωνυμο|اسم العائلة
    """,
    "second_family": """
        segundo apellido|apellido 2|apellido segundo|second surname|apellido materno
    """,
    "given": """
        first name|given name|given names|forename|forenames|firstname|first|given|
        christian name|first names|vorname|vornamen|rufname|prenom|prenoms|nombre|nombres|nome|
        primeiro nome|voornaam|voornamen|roepnaam|fornamn|tilltalsnamn|fornavn|etunimi|etunimet|
        imie|imiona|名|имя|ονομα|الاسم الاول
    """,
    "middle": """
        middle name|middle|middle initial|mi|middle names|zweiter vorname|mellannamn|mellomnavn
    """,
    "preferred": """
        preferred name|known as|nickname|goes by|likes to be called|chosen name|name used|aka|
        rufname bevorzugt|nombre preferido|nombre social|prefers
    """,
    "born_on": """
        dob|d o b|date of birth|birth date|birthdate|birthday|born|born on|birth|date birth|
        geburtsdatum|geburtstag|geb datum|geb|geboren|geboren am|gebdat|geb dat|
        date de naissance|naissance|ne le|nee le|ddn|date naissance|fecha de nacimiento|
        fecha nacimiento|f nacimiento|nacimiento|f nac|fecha nac|fec nac|data di nascita|
        nascita|nato il|data de nascimento|nascimento|data nascimento|geboortedatum|geb datum|
        fodelsedatum|fodd|fodelsedag|fodselsdato|fodt|fodselsdag|syntymaaika|syntynyt|
        data urodzenia|urodzony|生年月日|出生日期|생년월일|تاريخ الميلاد|дата рождения|
        ημερομηνια γεννησης
    """,
    "worker": """
        responsavel|tecnico responsavel|
                cm|case manager|case mgr|worker|staff|staff member|key worker|keyworker|
        care coordinator|coordinator|case worker|caseworker|
        social worker|cco|assigned|assigned to|allocated to|allocated worker|lead worker|lead|
        lead professional|responsible|responsible worker|primary worker|primary clinician|
        clinician|therapist|support worker|advocate|case holder|owner|practitioner|named worker|
        care manager|staff name|staff initials|worker initials|seen by|completed by|contact by|
        done by|provider|counselor|counsellor|navigator|bezugsbetreuer|bezugsbetreuerin|
        bezugsbetreuung|betreuer|betreuerin|bezugsperson|fallmanager|fallmanagerin|
        sachbearbeiter|sachbearbeiterin|zustandig|mitarbeiter|mitarbeiterin|fallfuhrung|
        intervenant|referent|educateur|travailleur social|gestionnaire de cas|profesional|
        profesional de referencia|tecnico|referente|trabajador|trabajador social|
        trabajadora social|gestor|gestor de caso|gestor de casos|responsable|
        profesional referente|operatore|assistente sociale|tecnico de referencia|gestor de caso|
        begeleider|casemanager|medewerker|behandelaar|handlaggare|behandlare|ansvarig|
        samordnare|boendestodjare|saksbehandler|kontaktperson ansvarig|sagsbehandler|ansvarlig|
        tyontekija|omatyontekija|vastuutyontekija|prowadzacy|opiekun|pracownik socjalny
    """,
    "team": """
        team|unit|programme|program|service|site|office|locality|abteilung|standort|equipe|
        equipo|enhet|tiimi
    """,
    "note": """
        note|notes|log|notes log|log notes|comment|comments|remarks|narrative|progress note|
        progress notes|case notes|summary|details|bemerkung|bemerkungen|notiz|notizen|anmerkung|
        anmerkungen|verlauf|remarque|remarques|commentaire|commentaires|observations|notas|nota|
        observaciones|comentarios|note e osservazioni|osservazioni|observacoes|opmerking|
        opmerkingen|notitie|notities|anteckning|anteckningar|kommentar|kommentarer|notat|
        merknad|huomautus|muistiinpanot|uwagi|notatki
    """,
}

_PEOPLE_ONLY = {
    "referred_on": """
        referred|referral|ref|referral date|ref date|date referred|date of referral|referred on|
        received|received on|referral received|date received|referral received date|rec d|recd|
        date recd|date rec d|ref rec d|ref recd|referral rec d|referral recd|refd|ref d|
        date ref|referral in|uberweisung|uberwiesen|uberweisungsdatum|
        zuweisung|zuweisungsdatum|zugewiesen|anmeldung|anmeldedatum|eingang|eingangsdatum|
        anfrage|anfrage vom|fecha de derivacion|fecha de referencia|
        date de reference|derivacion|derivado|fecha derivacion|
        f derivacion|fecha de recepcion|recepcion|date d orientation|orientation|
        date orientation|date de demande|demande|date demande|recu|date de reception|reception|
        data di invio|invio|segnalazione|data segnalazione|data de encaminhamento|
        encaminhamento|data encaminhamento|aanmelding|aanmelddatum|verwijsdatum|verwijzing|
        verwezen|remiss|remissdatum|remitterad|inkom|inkommen|ansokan|henvist|henvisning|
        henvisningsdato|henvisning mottatt|henvist dato|lahete|lahetepaiva|lahetetty|
        skierowanie|data skierowania|date of request|request date|requested|ref received
    """,
    "referred_from": """
        ref from|referred from|referred by|referral source|source|ref source|referrer|
        referring agency|source of referral|from|uberweiser|zuweiser|zuweisende stelle|
        uberwiesen von|zugewiesen von|derivado por|procedencia|origen|entidad derivante|
        oriente par|adresse par|origine|inviato da|inviante|encaminhado por|verwijzer|
        verwezen door|remittent|remitterad av|remiss fran|henvist av|henviser|henvist fra|
        lahettaja|lahettava taho|kierujacy
    """,
    "opened_on": """
        opened|open|open date|opened on|date opened|start|started|start date|date started|
        commenced|commencement|admission|admitted|admission date|date admitted|enrolled|
        enrollment|enrolment|enrollment date|enrolment date|date enrolled|accepted|accepted on|
        date accepted|acceptance|date of acceptance|episode start|service start|entry|
        entry date|date of entry|case opened|intake|intake date|date of intake|treatment start|
        registered|registration|registration date|date registered|allocated|date allocated|
        allocation|taken on|picked up|beginn|begin|aufnahme|aufnahmedatum|aufgenommen|
        aufgenommen am|betreuungsbeginn|hilfebeginn|start betreuung|eintritt|eintrittsdatum|
        fecha de apertura|apertura|fecha de inicio|inicio|fecha inicio|f inicio|
        fecha de ingreso|ingreso|f ingreso|fecha ingreso|fecha de admision|admision|entree|
        date d entree|date entree|debut|date de debut|date debut|admis|date d admission|
        ouverture|date ouverture|date d ouverture|inizio|data inizio|presa in carico|apertura|
        data de inicio|data de admissao|admissao|ingresso|startdatum|gestart|intakedatum|
        in zorg|aanvang|inskriven|inskrivning|inskrivningsdatum|oppnad|startdatum|startad|
        paborjad|beviljad|startdato|oppstart|innskrevet|inntak|inntaksdato|indskrevet|aloitus|
        aloituspaiva|alkoi|alkaen|data rozpoczecia|rozpoczecie|data przyjecia|przyjecie|przyjety
    """,
    "closed_on": """
        closed|close|close date|closed on|date closed|closure|closure date|date of closure|end|
        ended|end date|date ended|discharge|discharged|discharge date|date of discharge|
        date discharged|exit|exit date|date of exit|exited|case closed|episode end|termination|
        terminated|left|leaving|left on|service end|dc date|d c date|ende|entlassung|
        entlassungsdatum|entlassen|entlassen am|beendet|beendet am|betreuungsende|hilfeende|
        austritt|austrittsdatum|abschluss|abschlussdatum|fecha de cierre|cierre|f cierre|
        fecha cierre|fecha de fin|fin|fecha fin|f fin|fecha de baja|baja|fecha baja|f baja|
        egreso|fecha de egreso|sortie|date de sortie|date sortie|cloture|date de cloture|
        date cloture|date de fin|date fin|fine|data fine|chiusura|dimissione|data dimissione|
        data chiusura|data de fim|fim|encerramento|data de alta encerramento|einddatum|uit zorg|
        afgesloten|gesloten|einde|uitschrijving|avslutad|avslut|avslutningsdatum|slutdatum|
        utskriven|utskrivning|avsluttet|avslutning|sluttdato|slutdato|utskrevet|afsluttet|
        udskrevet|paattyi|paattynyt|paattymispaiva|lopetus|zakonczenie|data zakonczenia|
        zakonczono|wypis
    """,
    "close_reason": """
        reason|closure reason|close reason|reason closed|reason for closure|reason for closing|
        discharge reason|reason for discharge|exit reason|outcome|end reason|grund|
        entlassungsgrund|abschlussgrund|motivo|motivo de baja|motivo de cierre|motif|
        motif de sortie|avslutningsorsak|orsak|reden|reden einde|syy
    """,
    "status": """
        status|status code|state|case status|open closed|active|active inactive|stage|fallstatus|
        stand|
        estado|situacion|situazione|lage|situacion del caso|statut|etat|stato|situacao|tila|stan|
        estatus
    """,
    "risk": """
        risk|risk level|risk rating|risk rag|rag|risiko|riesgo|nivel de riesgo|risque|rischio|
        risco|risknivå|riskniva|riski|ryzyko|risicoinschatting|risico
    """,
    "alta": "alta|fecha de alta|fecha alta|f alta|data de alta",
}

_CONTACTS_ONLY = {
    "on": """
        date|contact date|date of contact|visit date|date of visit|service date|date of service|
        session date|dos|encounter date|activity date|seen on|seen|visit|when|datum|
        kontaktdatum|datum des kontakts|besuch am|termin|fecha|fecha de contacto|
        fecha de atencion|fecha atencion|fecha visita|date du contact|date de visite|data|
        data del contatto|data contatto|data do contacto|kontakt datum|kontaktdato|dato|
        datum kontakt|besoksdatum|pvm|paivamaara|kayntipaiva|data kontaktu|data wizyty|
        contactdatum
    """,
    "kind": """
        type|contact type|type of contact|kind|mode|method|contact method|method of contact|how|
        code|activity|activity type|service type|service code|modality|encounter type|
        visit type|format|channel|art|art des kontakts|kontaktart|tipo|tipo de contacto|
        tipo de atencion|modalidad|medio|canal|type de contact|mode de contact|tipo di contatto|
        tipo contatto|modalita|soort|soort contact|contactsoort|typ|typ av kontakt|kontakttyp|
        kontaktform|kontakttype|type kontakt|tipo de intervencion|
        tipo intervencion|tipo prestazione|prestazione|prestacion|type d intervention|type d acte|
        leistung|leistungsart|insats|aktivitet|activiteit|tyyppi|yhteydenottotapa|rodzaj|
        rodzaj kontaktu
    """,
    "duration": """
        duration|length|minutes|mins|min|hours|hrs|time|time spent|total time|face time|
        length of contact|duration minutes|contact time|amount of time|direct time|
        total minutes|dauer|minuten|zeit|stunden|zeitaufwand|duracion|minutos|tiempo|duree|
        temps|durata|minuti|tempo|duracao|duur|tijd|minuten|tid|langd|minuter|varighet|varighed|
        minutter|kesto|minuutit|czas|czas trwania
    """,
    "starts_at": """
        start time|time in|time of day|from time|begin time|uhrzeit|hora|hora inicio|heure|ora|
        klockslag|klockan|kl|klo|godzina
    """,
    "ends_at": """
        end time|time out|finish time|hora fin|heure de fin|slut tid
    """,
    "attendance": """
        attendance|attended|seen|outcome|contact outcome|result|show|kept|status|dna|
        appointment status|ergebnis|anwesend|anwesenheit|erschienen|esito|aanwezig|aanwezigheid|
        presente|asistencia|asistio|presence|presenza|narvaro|oppmote
    """,
    "units": """
        units|billing units|billable units|unit|einheiten|unidades|unites|unita|enheter|yksikot
    """,
    "place": """
        place|location|where|setting|ort|lugar|lieu|luogo|plats|sted|paikka|plaats|pos
    """,
}

_REFERRALS_ONLY = {
    "sent_on": """
        date|date sent|sent|sent on|referred|referred on|referral|referral date|date referred|
        date of referral|date made|made on|ref date|requested|request date|datum|gesendet|
        versendet|versandt am|uberwiesen am|vermittelt am|fecha|fecha de envio|enviado|
        fecha de derivacion|derivacion|fecha derivacion|envoye le|date d envoi|envoi|date envoi|
        data|data invio|inviato|data de envio|enviado em|verzonden|verstuurd|skickad|skickat|
        sendt|datum skickat|lahetetty|wyslano|data wyslania
    """,
    "agency": """
        agency|provider|referred to|sent to|organisation|organization|service|to|
        receiving agency|partner|resource|program|programme|refer to|agency name|where|
        einrichtung|stelle|dienst|an|uberwiesen an|vermittelt an|trager|organismo|entidad|
        recurso|derivado a|servicio|institucion|organisme|structure|oriente vers|vers|servizio|
        ente|inviato a|entidade|servico|instelling|organisatie|verwezen naar|mottagare|
        verksamhet|remitterad till|skickad till|instans|henvist til|palvelu|taho|instytucja|
        placowka
    """,
    "need": """
        for|need|needs|reason|reason for referral|service needed|purpose|type|what for|request|
        need type|category|referral reason|grund|bedarf|anliegen|wegen|thema|necesidad|motivo|
        besoin|motif|objet|bisogno|motivo invio|necessidade|behoefte|reden|behov|orsak|arende|
        formal|arsak|tarve|syy|potrzeba|powod
    """,
    "status": """
        status|state|outcome|result|response|referral status|stage|ergebnis|stand|estado|
        resultado|respuesta|statut|resultat|reponse|suite|suite donnee|ruckmeldung|
        terugkoppeling|esito|stato|resultaat|uitkomst|utfall|
        svar|tila|tulos|wynik|stan
    """,
    "follow_up_on": """
        f u date|f u|fu|fu date|follow up|follow up date|followup|followup date|next step|
        check back|check on|wiedervorlage|nachfrage am|seguimiento|fecha de seguimiento|
        fecha seguimiento|suivi|date de suivi|relance|follow up due|prossimo contatto|
        uppfoljning|oppfolging|opfolgning|seuranta|opvolging
    """,
}

# Columns that are recognised so that a row of headings is found; their cells are kept as written.
KNOWN = """
    phone|phones|phone number|telephone|tel|mobile|cell|contact number|telefon|telefono|telephone|
    telefoon|telefone|puhelin|handy|movil|portable|cellulare|telefonnummer|email|e mail|mail|
    correo|correo electronico|courriel|address|home address|postcode|post code|zip|zip code|city|
    town|street|county|adresse|anschrift|plz|ort|strasse|direccion|domicilio|municipio|indirizzo|
    endereco|adres|adress|osoite|gender|sex|geschlecht|sexo|genero|sexe|sesso|kon|kjonn|
    age|alter|edad|eta|idade|leeftijd|alder|ika|ethnicity|race|language|sprache|idioma|
    langue|lingua|
    sprak|kieli|dx|diagnosis|diagnoses|diagnose|diagnostico|diagnostic|diagnosi|primary diagnosis|
    icd 10|icd|housing|accommodation|wohnsituation|wohnform|vivienda|logement|alloggio|bostad|
    roi|consent|plan due|plan due date|plan date|next review|review|review date|review due|
    days open|last contact|last seen|next appointment|next visit|next appt|employment|
    income|benefits|
    insurance|medicaid|payer|krankenkasse|kostentrager|gp|gp name|gp practice|next of kin|
    emergency contact|legal status|section|cpa|tier|level|priority|prioritat|prioridad|
    prognose|medication|meds|medikation|medicacion|interpreter|nationality|staatsangehorigkeit|
    nacionalidad|tel no|mobile no|family|marital status|religion|room|bed
"""

# Words that mark a column as a number or code of the person.
NUMBER_WORDS = frozenset(
    "number numbers no nr num id code ref reference nummer numero n kennung kennziffer "
    "aktenzeichen az identifier identification tunnus numer record mrn card".split()
)
IDENTIFIER_PHRASES = """
    id|mrn|client id|patient id|client number|case number|file number|record number|chart|
    chart number|
    nhs|nhs number|nhs no|chi|chi number|hospital number|unit number|rio|rio number|ssn|
    social security|social security number|medicaid|medicaid id|medicaid number|
    medicare|medicare number|insurance id|member id|policy number|aktenzeichen|aktennummer|
    klientennummer|versichertennummer|kvnr|fallnummer|personnummer|pnr|persnr|personnr|pers nr|
    samordningsnummer|fodselsnummer|fnr|cpr|cpr nummer|cpr nr|personnummer yyyymmdd|henkilotunnus|
    hetu|dni|nie|dni nie|nif|expediente|numero de expediente|n expediente|num expediente|
    nass|nuss|
    historia clinica|numero de historia|bsn|burgerservicenummer|clientnummer|clientnr|
    codice fiscale|
    cf|numero de securite sociale|nir|n dossier|numero dossier|ipp|niss|pesel|aadhaar|aadhar|
    aadhaar number|abha|nin|bvn|national id|id number|national identification number|passport|
    passport number|national insurance|national insurance number|ni number|nino|hkid|
    ic number|nric
"""

# Words that veto a number column: it counts things or leads to somebody, and names nobody.
NOT_IDENTIFIER = frozenset(
    "phone tel telephone mobile cell fax telefon telefono house street room bed flat apt visits "
    "sessions children kids days hours units contacts calls attempts household people zip post "
    "postal postcode plz icd diagnosis billing procedure service".split()
)


def phrases(kind: str) -> dict[frozenset[str], str]:
    """All phrases for one kind of file as sets of words, each with its field."""
    from .headwords import further_phrases
    from .words import plain

    groups: list[dict[str, str]] = [
        {"people": _PEOPLE_ONLY, "contacts": _CONTACTS_ONLY, "referrals": _REFERRALS_ONLY}[kind],
        _PEOPLE_NAMES,
    ]
    found: dict[frozenset[str], str] = {}
    for group in groups:
        for field, text in group.items():
            for phrase in text.split("|"):
                found.setdefault(frozenset(plain(phrase).split()), field)
    for field, phrase in further_phrases():
        if kind == "people" or field not in _PEOPLE_ONLY:
            found.setdefault(frozenset(plain(phrase).split()), field)
    for phrase in KNOWN.split("|"):
        found.setdefault(frozenset(plain(phrase).split()), "known")
    for phrase in IDENTIFIER_PHRASES.split("|"):
        found.setdefault(frozenset(plain(phrase).split()), "identifier")
    found.pop(frozenset(), None)
    return found
