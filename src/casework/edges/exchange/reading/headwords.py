"""Column headings of further languages, language by language; one line for each field."""

from __future__ import annotations

# A block is one language or a family of close ones; adding a language is adding a block.
_BLOCKS = """
name = jmeno a prijmeni|prijmeni a jmeno|jmeno prijmeni|prijmeni jmeno|meno a priezvisko|
  priezvisko a meno|klient jmeno
family = prijmeni|priezvisko
given = jmeno|krestni jmeno|meno
born_on = datum narozeni|narozen|narozena|dat nar|datum nar|nar|datum narodenia|narodeny
worker = klicovy pracovnik|pracovnik|case manazer|socialni pracovnik|garant|
  klucovy pracovnik|terapeut
referred_on = datum zadosti|zadost|zadost podana|datum prijeti zadosti|doporuceni|ziadost
opened_on = zahajeni|zahajeni sluzby|zahajeni spoluprace|datum zahajeni|zacatek|prijem|zaciatok
closed_on = ukonceni|ukonceni sluzby|ukonceni spoluprace|datum ukonceni|konec|ukoncenie|koniec
status = stav|stav klienta
note = poznamka|poznamky

name = nev|kliens neve|ugyfel neve|teljes nev
family = vezeteknev|csaladnev
given = keresztnev|utonev
born_on = szuletesi datum|szuletesi ido|szul datum|szul ido|szuletett
worker = esetfelelos|gondozo|felelos|szocialis munkas
referred_on = beutalas|beutalas datuma|jelentkezes|jelentkezes datuma|megkereses datuma
opened_on = felvetel|felvetel datuma|gondozas kezdete|kezdete|kezdet|kezdes datuma
closed_on = lezaras|lezaras datuma|gondozas vege|vege|befejezes
status = allapot|statusz
note = megjegyzes

name = nume si prenume|nume prenume|numele si prenumele|beneficiar|nume complet
family = nume|nume de familie|numele
given = prenume|prenumele
born_on = data nasterii|data nastere|nascut|nascuta
worker = manager de caz|asistent social|responsabil de caz|responsabil caz
referred_on = data trimiterii|data sesizarii|data cererii|data solicitarii
opened_on = data intrarii|data admiterii|data deschiderii|data preluarii|intrare
closed_on = data iesirii|data inchiderii|iesire|data externarii
status = stare|stare caz|statut
note = observatii

name = ime i prezime|prezime i ime|ime prezime|ime in priimek|priimek in ime
family = prezime|priimek
given = ime
born_on = datum rodenja|datum rodjenja|datum rojstva|rodjen|roden|rojen
worker = voditelj slucaja|socijalni radnik|socialni delavec|koordinator
referred_on = datum upucivanja|datum upute|datum napotitve|datum zahtjeva
opened_on = datum prijema|datum pocetka|pocetak|prijem|zacetek|datum sprejema
closed_on = datum zavrsetka|zavrsetak|kraj|datum otpusta|konec
status = status slucaja|stanje
note = napomena|opomba

name = ad soyad|adi soyadi|isim|danisan|hasta adi|danisan adi|isim soyisim|soyadi adi
family = soyad|soyadi|soyisim
given = ad|adi|isim
born_on = dogum tarihi|d tarihi|dogum t
worker = vaka yoneticisi|sorumlu|danisman|sosyal calismaci|vaka sorumlusu|sorumlu personel
referred_on = yonlendirme tarihi|sevk tarihi|basvuru tarihi|basvuru
opened_on = kabul tarihi|kayit tarihi|baslangic tarihi|baslangic|baslama tarihi
closed_on = kapanis tarihi|cikis tarihi|bitis tarihi|bitis|taburcu tarihi
status = durum|durumu
note = not|notlar|aciklama

name = фио|ф и о|имя фамилия|фамилия имя|фамилия имя отчество|фамилия и о|пациент|клиент|піб|
  прізвище ім я|прізвище ім я по батькові|име и фамилия|име|трите имена
family = фамилия|прізвище|презиме
given = имя|ім я|імя|собствено име
middle = отчество|по батькові|бащино име
born_on = дата рождения|д р|др|год рождения|дата народження|дата на раждане|роден
worker = куратор|ответственный|ответственный специалист|специалист|соцработник|врач|лечащий врач|
  ведущий специалист|відповідальний|фахівець|соціальний працівник|кейс менеджер|отговорник|
  социален работник
referred_on = дата направления|направление|направлен|дата обращения|обращение|
  дата поступления заявки|
  дата звернення|звернення|дата направлення|дата на насочване
opened_on = дата постановки на учет|постановка на учет|взят на учет|дата начала|начало|
  дата приема|дата поступления|дата початку|початок|взято на облік|дата на приемане|прием
closed_on = дата снятия|дата снятия с учета|снят с учета|дата окончания|окончание|дата закрытия|
  дата выписки|выписка|дата завершения|дата завершення|завершення|знято з обліку|дата на изписване
status = статус|состояние|стан|статус случая|статус дела
note = примечание|примечания|комментарий|заметки|примітка|примітки|забележка

name = ονοματεπωνυμο|ονομα επωνυμο|επωνυμο ονομα|ωφελουμενος
family = επωνυμο|επιθετο
given = ονομα
born_on = ημερομηνια γεννησης|ημ γεννησης|ημνια γεννησης|γεννηση
worker = υπευθυνος|κοινωνικος λειτουργος|θεραπευτης|συντονιστης
referred_on = ημερομηνια παραπομπης|ημ παραπομπης|παραπομπη
opened_on = ημερομηνια εισαγωγης|ημ εισαγωγης|εναρξη|ημερομηνια εναρξης|ημ εναρξης
closed_on = ημερομηνια εξοδου|ημ εξοδου|ληξη|ημερομηνια ληξης|ημ ληξης|ημερομηνια διακοπης
status = κατασταση
note = παρατηρησεις|σημειωσεις

name = cognoms i nom|nom i cognoms|cognoms nom
family = cognoms|primer cognom|cognom
second_family = segon cognom
born_on = data de naixement|data naixement|d naixement|naixement|data naix
worker = professional de referencia|professional referent|educador|educadora|
  gestor de cas
referred_on = data de derivacio|derivacio|data derivacio
opened_on = data d ingres|ingres|data d inici|inici|data d entrada|data d obertura
closed_on = data de baixa|baixa|data de tancament|tancament|data de sortida
status = estat|situacio

name = nafn|fullt nafn
born_on = faedingardagur|faedingardagsetning|faeddur
worker = malastjori|radgjafi|tengilidur
referred_on = tilvisun|dagsetning tilvisunar|umsokn
opened_on = upphaf|innritun
closed_on = lok|utskrift
status = stada

name = enw|enw llawn|enw cyntaf a chyfenw
family = cyfenw
given = enw cyntaf|enw blaen
born_on = dyddiad geni|dg
worker = gweithiwr allweddol|cydlynydd gofal
referred_on = dyddiad atgyfeirio|atgyfeirio
opened_on = dyddiad agor|dyddiad dechrau|derbyniwyd
closed_on = dyddiad cau|dyddiad gorffen|dyddiad rhyddhau
status = statws

name = vardas pavarde|pavarde vardas|vards uzvards|uzvards vards|vardas ir pavarde
family = pavarde|uzvards
given = vardas|vards
born_on = gimimo data|dzimsanas datums|dzimsanas dati
worker = atvejo vadybininkas|socialinis darbuotojas|atbildigais|socialais darbinieks
opened_on = pradzia|pradzios data|sakums|sakuma datums
closed_on = pabaiga|pabaigos data|beigas|beigu datums
status = busena|statusas|statuss

name = 姓名|病人姓名|服務使用者姓名|个案姓名|個案姓名|
  氏名|利用者名|利用者氏名|患者名|名前|お名前|성명|이름|성함|
  대상자명|이용자명
family = 姓|성
given = 名
born_on = 出生日期|出生年月日|生日|生年月日|誕生日|생년월일|생일
worker = 負責人|负责人|個案管理員|个案管理员|個管員|个案经理|社工|
  担当|担当者|担当者名|主担当|支援員|
  담당자|사례관리자|담당
referred_on = 轉介日期|转介日期|轉介日|
  紹介日|紹介年月日|受付日|相談受付日|의뢰일|접수일|의뢰일자
opened_on = 開案日期|开案日期|開案日|收案日期|收案日|入院日期|
  開始日|利用開始日|支援開始日|契約日|登録日|
  시작일|등록일|등록일자
closed_on = 結案日期|结案日期|結案日|終了日|利用終了日|支援終了日|종결일|종료일|퇴록일
status = 狀態|状态|狀況|状態|状況|ステータス|利用状況|상태
note = 備註|备注|備考|メモ|비고

name = الاسم|الاسم الكامل|اسم المريض|اسم المستفيد|اسم العميل|الاسم الثلاثي
family = اسم العائلة|العائلة|اللقب|الكنية
given = الاسم الاول|الاسم الشخصي
born_on = تاريخ الميلاد|تاريخ الولادة|الميلاد
worker = مدير الحالة|الاخصائي|الاخصائية|الاخصائي الاجتماعي|المسؤول|العامل الاجتماعي|المرشد
referred_on = تاريخ الاحالة|الاحالة|تاريخ التحويل
opened_on = تاريخ الفتح|تاريخ فتح الملف|تاريخ البدء|تاريخ القبول|تاريخ الدخول|تاريخ التسجيل
closed_on = تاريخ الاغلاق|تاريخ اغلاق الملف|تاريخ الانتهاء|تاريخ الخروج
status = الحالة|الوضع|حالة الملف
note = ملاحظات

name = שם מלא|שם|שם הלקוח|שם המטופל|שם פרטי ושם משפחה|שם משפחה ושם פרטי
family = שם משפחה
given = שם פרטי
born_on = תאריך לידה
worker = מטפל|עו ס|עוס|אחראי|מתאם טיפול|רכז|מדריך
referred_on = תאריך הפניה|הפניה|תאריך פניה
opened_on = תאריך התחלה|תאריך פתיחה|תאריך קליטה|תחילת טיפול|תאריך כניסה
closed_on = תאריך סיום|תאריך סגירה|תאריך עזיבה|סיום טיפול
status = סטטוס|מצב
note = הערות

name = ho va ten|ho ten|ten|nama|nama lengkap|nama klien|nama pasien|jina|jina kamili
born_on = ngay sinh|tanggal lahir|tgl lahir|tarikh lahir|tarehe ya kuzaliwa
worker = nguoi phu trach|can bo phu trach|petugas|pekerja sosial|pegawai|mfanyakazi
referred_on = ngay gioi thieu|tanggal rujukan|tarikh rujukan
opened_on = ngay bat dau|ngay tiep nhan|tanggal masuk|tanggal mulai|tarikh mula|tarikh masuk
closed_on = ngay ket thuc|tanggal keluar|tanggal selesai|tarikh tamat|tarikh keluar
status = trang thai|tinh trang
"""

_OURS = """
family = 1er apellido|1 apellido|apellido 1|apellido1|primer cognom|nom d usage|nom usuel|
  nom marital|nome de familia|fam name
second_family = 2o apellido|2 apellido|2do apellido|apellido2|segundo apellido
given = prenom usuel|nome proprio|nombre de pila|voornaam roepnaam|forenavn|calling name
born_on = synt aika|geburtsdat|geb dat
opened_on = since|client since|seit|betreut seit|in betreuung seit|klient seit|depuis|desde|
  suivi depuis
known = data entry|data entry date|date entered|entered on|entered by|created|created on|created by|
  date created|modified|last modified|updated|last updated|updated on|updated by|date updated
known = nom de naissance|nom de jeune fille|geburtsname|maiden name|birth name|meisjesnaam
name = head of household|hoh|hoh name|resident|residents|tenant|consumer|user|tangata whaiora|
  whaiora|bewohner|
  bewohnerin|kunde|kundin|betreute|patientin|klientin|klient in|bewoner|potilas|pacjent|pacjentka|
  klientka|usuari|usuaria|ospite|utente|assistito|assistita|beneficiary|beneficiary name|
  beneficiaria|beneficiario|beneficiaire|resident name|tenant name|uzivatel|uzivatelka
opened_on = moved in|move in|move in date|moving in date|einzug|
  einzugsdatum|inflyttning|innflytting|indflytning|emmenagement
closed_on = koniec terapii|moved out|move out|move out date|moving out date|auszug|
  auszugsdatum|utflyttning|utflytting|fraflytning
referred_on = lahete saapunut|lahete vastaanotettu|lahetteen saapumispaiva
particle = tussenvoegsel|tussenvoegsels|tussenv|voorvoegsel|voorvoegsels|namensvorsatz|
  vorsatzwort|namenszusatz|nobiliary particle
known = initials|voorletters|voorletter|initialen|anrede|titel|title|salutation|aanhef|titulo|
  civilite|tratamiento|tiltale|osloven|aantal|anzahl
"""


def further_phrases() -> list[tuple[str, str]]:
    """Every field and phrase of the blocks, in their order."""
    found: list[tuple[str, str]] = []
    for block in (_BLOCKS, _OURS):
        for line in block.replace("\n  ", "").splitlines():
            field, _, text = line.partition("=")
            found.extend((field.strip(), phrase) for phrase in text.split("|") if phrase.strip())
    return found
