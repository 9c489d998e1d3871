"""Words for open, closed and waiting in many languages, and the words around them that change them.

A word of `ALONE` counts only where nothing else but words that say nothing stands beside it: 'left'
is closed, 'left message' is not; 'complete' is closed, 'assessment complete' is not.
"""

from __future__ import annotations

CLOSED = """
closed|discharged|exited|terminated|deceased|archived|graduated|inactive|
 lost to follow up|lost to f u|ltfu|lost contact case closed|dropped out|drop out|dropout|defaulted|
 disengaged|no longer active|case closed|not active|closed cases|leavers|
 d c d|dc d|d c ed|dced|d c|d ced|disch|disch d|rip|passed away|transferred|transferred out|
 moved away|moved out of area|
 moved out of county|moved out of state|relocated|left service|left the service|left area|
 left the area|left program|left programme|left the program|aged out|withdrew|disenrolled|
 service ended|treatment ended|episode ended|case ended|services terminated|discharged to gp|
geschlossen|abgeschlossen|beendet|entlassen|inaktiv|verstorben|gestorben|ehemalige|ausgeschieden|
 abgebrochen|ausgetreten|weggezogen|abgemeldet|stillgelegt|
abandono|desistio|cerrado|cerrada|cerrados|alta medica|de baja|bajas|finalizado|finalizada|
 egresado|egresada|inactivo|inactiva|fallecido|fallecida|fallecio|exitus|defuncion|
 alta terapeutica|alta voluntaria|
 abandono del tratamiento|trasladado|trasladada|
clos|cloture|clotures|cloturee|ferme|fermee|termine|terminee|sorti|sortie|sortis|sorties|inactif|
 inactive|decede|decedee|perdu de vue|perdue de vue|demenage|fin de prise en charge|fin de suivi|
 fin d accompagnement|
chiuso|chiusa|chiusi|dimesso|dimessa|dimessi|concluso|conclusa|deceduto|deceduta|inattivo|inattiva|
 perso al follow up|persa al follow up|drop out|
encerrado|encerrada|fechado|fechada|inativo|inativa|falecido|falecida|obito|desligado|desligada|
 concluido|concluida|alta melhorada|
gesloten|afgesloten|beeindigd|uitgeschreven|inactief|overleden|uit zorg|uitgestroomd|verhuisd|
avslutad|avslutade|avslutat|stangd|utskriven|utskrivna|inaktiv|avliden|flyttat|
avsluttet|avsluttede|utskrevet|dod|inaktive|afsluttet|afsluttede|udskrevet|lukket|udmeldt|
paattynyt|paatetty|paattyneet|suljettu|kuollut|lopettanut|lopetettu|kotiutettu|kirjattu ulos|
zamkniety|zamknieta|zakonczony|zakonczona|zakonczone|nieaktywny|nieaktywna|wypisany|wypisana|zmarl|
 zmarla|zgon|
ukonceno|ukonceny|ukonceni|ukoncena|uzavreno|uzavreny|neaktivni|zemrel|zemrela|propusten|ukoncene|
lezart|lezarva|befejezett|befejezve|inaktiv|elhunyt|megszunt|
inchis|inchisa|finalizat|incheiat|decedat|decedata|externat|inactiv|
zatvoren|zatvoreno|zavrseno|zavrsen|zakljuceno|zakljucen|umro|umrla|neaktivan|odjavljen|
kapali|kapandi|kapatildi|sonlandi|sonlandirildi|tamamlandi|vefat|vefat etti|ayrildi|taburcu|pasif|
закрыт|закрыта|закрыто|завершен|завершена|завершено|снят|снята|снят с учета|снята с учета|выписан|
 выписана|умер|умерла|выбыл|выбыла|неактивен|закрито|завершено|знято з обліку|выписка|помер|
 приключен|
κλειστο|κλειστη|ολοκληρωθηκε|εξιτηριο|απεβιωσε|ανενεργο|ανενεργος|διακοπη|
tancat|tancada|finalitzat|finalitzada|inactiu|difunt|
wedi cau|wedi i gau|rhyddhawyd|
已結案|已结案|結案|结案|已關閉|已关闭|死亡|去世|已離世|退出|終了|利用終了|支援終了|退所|中断|종결|종료|사망|퇴록|
مغلق|مغلقة|منتهي|منتهية|تم الاغلاق|متوفى|متوفي|متوفية|توفي|توفيت|منسحب|
סגור|סגורה|הסתיים|סיים|סיימה|נפטר|נפטרה|לא פעיל|עזב|עזבה|
selesai|ditutup|meninggal|da dong|da ket thuc|imefungwa
"""
CLOSED_ALONE = """
close|discharge|discharges|closure|closures|exit|exits|ended|end|completed|complete|finished|
 died|dead|moved|withdrawn|past|former|left|
baja|alta|cerrar|fin|sortie|slut|konec|kraj
"""
OPEN = """
open|opened|active|enrolled|engaged|in service|in treatment|open case|on caseload|in care|
 open cases|reopened|re opened|receiving services|on treatment|allocated and open|on program|
 on programme|
offen|aktiv|laufend|lauft|in betreuung|in begleitung|in behandlung|bestand|betreut|
abierto|abierta|abiertos|activo|activa|activos|en curso|en seguimiento|vigente|en tratamiento|
 en atencion|en programa|incluido|incluida|
ouvert|ouverte|actif|active|actifs|en cours|suivi en cours|suivi actif|accompagnement en cours|
 file active|pris en charge|prise en charge|
aperto|aperta|attivo|attiva|attivi|in corso|in carico|preso in carico|presa in carico|
 in trattamento|
aberto|aberta|ativo|ativa|ativos|em curso|em acompanhamento|em atendimento|em tratamento|
actief|lopend|in zorg|in begeleiding|in behandeling|
pagaende|pagar|oppen|aktiva|inskriven|inskrivna|pagaende insats|verkstalld|
apen|innskrevet|under behandling|under oppfolging|i oppfolging|under opfolgning|
 under uppfoljning|igangvaerende|aaben|indskrevet|aktive|i gang|
avoin|aktiivinen|aktiiviset|voimassa|kaynnissa|asiakkaana|hoidossa|
otwarty|otwarta|czynny|czynna|aktywny|aktywna|aktywni|w toku|w trakcie|w terapii|w leczeniu|
 pod opieka|
aktivni|aktivny|v peci|probiha|probihajici|otevreno|ve sluzbe|
aktiv|folyamatban|nyitott|gondozott|
activ|activa|in lucru|deschis|deschisa|in desfasurare|in evidenta|
aktivan|aktivna|otvoren|otvoreno|u tijeku|u toku|odprt|v teku|
acik|aktif|devam ediyor|devam|takipte|takip ediliyor|
активен|активна|активный|активная|активно|открыт|открыта|открыто|в работе|на учете|наблюдается|
 состоит на учете|відкрито|відкритий|в роботі|на обліку|активний|
ενεργο|ενεργος|ενεργη|ενεργοι|ανοιχτο|σε εξελιξη|
actiu|obert|oberta|en seguiment|en curs|
agored|gweithredol|ar agor|
進行中|进行中|跟進中|跟进中|服務中|服务中|開案中|在案|活躍|利用中|支援中|継続|継続中|契約中|이용중|진행중|등록|활동|
مفتوح|مفتوحة|نشط|نشطة|جاري|جارية|قيد المتابعة|قيد العلاج|مستمر|مستمرة|
פעיל|פעילה|פתוח|פתוחה|בטיפול|
aktif|berjalan|dang hoat dong|dang dieu tri|hai|inaendelea
"""
OPEN_ALONE = "suivi|suivie|current|ongoing|live|aktuell|actual|huidig|nuvarande"
WAITING = """
waiting|wait list|waitlist|waiting list|wait listed|waitlisted|on waitlist|on wait list|
 on waiting list|awaiting|awaiting allocation|awaiting assessment|awaiting intake|pending intake|
 pending assessment|pending assignment|pending allocation|pending enrollment|pending enrolment|
 pending admission|
 unassigned|unallocated|queue|queued|
 to be assigned|to be allocated|not yet opened|not yet seen|not yet started|not yet allocated|
 not yet assigned|not started yet|not seen yet|new referral|new referrals|pending referral|
 pending referrals|
 referral pending|referrals pending|wl|w l|on wl|
warteliste|wartet|wartend|vorgemerkt|auf warteliste|neuanmeldung|noch nicht aufgenommen|
en espera|lista de espera|espera|a la espera|en lista de espera|pendiente de asignacion|
 pendiente de valoracion|pendiente de ingreso|pendiente de asignar|pendiente de primera visita|
 pendiente de inclusion|
liste d attente|en attente|attente|sur liste d attente|
lista d attesa|in attesa|lista di attesa|in lista d attesa|in lista di attesa|
em espera|fila de espera|lista de espera|aguardando|aguardando vaga|aguarda|aguarda vaga|na fila|
wachtlijst|wachtend|op wachtlijst|op de wachtlijst|aangemeld|wacht|
ko|i ko|i kon|vantelista|vantar|pa vantelista|
venteliste|venter|pa venteliste|venteliste|
jono|jonossa|odottaa|odottavat|
oczekujacy|oczekujaca|lista oczekujacych|oczekuje|kolejka|w kolejce|
ceka|cekatel|cekatelka|cekajici|poradnik|v poradi|zadatel|zadatelka|caka|
varolista|varakozik|varolistan|
in asteptare|lista de asteptare|asteptare|
na cekanju|lista cekanja|ceka|cakajoci|caka|
bekliyor|beklemede|bekleme listesi|sirada|
ожидает|в ожидании|лист ожидания|очередь|в очереди|ожидание|очікує|в черзі|чакащ|
αναμονη|σε αναμονη|λιστα αναμονης|
en espera|llista d espera|
rhestr aros|aros|yn aros|
輪候|轮候|輪候中|等候|等候中|等待|等待中|候補|待機|待機中|利用待ち|順番待ち|대기|대기중|대기자|
انتظار|قائمة الانتظار|قيد الانتظار|في الانتظار|بانتظار|
ממתין|ממתינה|המתנה|רשימת המתנה|
menunggu|daftar tunggu|cho|danh sach cho|anasubiri
"""
WAITING_ALONE = "referred|referral|referrals|triage|neu"

UNCLEAR = """
transferred in|transferred from|transfer in|transferred within|transferred between|moved in|
 moved into|
 moved up|moved to new|referred out|referred on|referred to|referred back|referral out|
 referral made|
 closed session|closed ward|closed unit|open ward|open bed|open door|open to closing|left message|
 left msg|left vm|left voicemail
"""
TITLE_OPEN = (
    "caseload|case load|case list|clients active|aktive|fallliste|casos|fallbestand|work list|"
    "current clients|current caseload|current cases|current service users|current patients|current"
)

# Before a word of status: it has not happened, or only should.
BEFORE = frozenset(
    """
    not no never un pending to be being kein keine nicht nie sin no pas ne non niet ikke inte ej ei
    nie soon due about almost ready planned prepare for towards until before if when requests
    requested wants discuss consider considering preparing planning possible potential expected
    geplant fur zur vor bald prevista prevu para pour avant per da prima planerad planlagt voor
    не нет для لا غير לא
    """.split()
)
# After it: the same.
AFTER = frozenset(
    """
    planned planning pending due date soon expected proposed meeting letter plan prep summary
    coordinator target review mtg mtgs conf conference laboral medica geplant steht bevorstehend
 prevue prevu prevista
    previsto gepland planerad planeras planlagt planowany planovano requested not anstehend ansteht
    """.split()
)
# Words beside a word of `ALONE` that leave its meaning.
NEUTRAL = frozenset(
    """
    program programme treatment service services goals goal met successfully success successful care
    course case cases file episode client clients all work the a of to for and on by with from in at
    since as per our team person people patient patients list users status now date programa caso
    tratamiento fall programm prise charge zorg vard behandlung this quarter month year fy q last
    new current updated total cmht open referrals
    """.split()
)
# A text that speaks of somebody else, or of what to do, gives no status.
ELSEWHERE = frozenset(
    """
    mother father mom mum dad partner wife husband son daughter brother sister spouse carer parent
    mutter vater sohn tochter madre padre mere pere hija hijo moeder vader mor far
    """.split()
)
# In a title: how to read or fill in the sheet, not what its rows are.
INSTRUCTION = frozenset(
    """
    are is means if when please highlight highlighted colour color grey gray red yellow green blue
    orange do dont not see delete remove add enter use mark marked keep should must sorted shaded
    includes including excluding except exclude bitte farbe rot gelb grun grau wenn sind rouge jaune
    gris vert rojo amarillo verde si sont son then after before or oder ou and und et y
    """.split()
)
