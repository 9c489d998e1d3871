"""Names of months in many languages, without accents, as plain() gives them."""

from __future__ import annotations

_NAMES = """
january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|
  september sep sept|october oct|november nov|december dec
januar janner jan|februar feber feb|marz maerz mrz|april apr|mai|juni|juli|august aug|
  september sept|oktober okt|november nov|dezember dez
janvier janv jan|fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|aout|septembre sept|
  octobre oct|novembre nov|decembre dec
enero ene|febrero feb|marzo mar|abril abr|mayo|junio jun|julio jul|agosto ago|
  septiembre setiembre sep set|octubre oct|noviembre nov|diciembre dic
janeiro jan|fevereiro fev|marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|
  setembro set|outubro out|novembro nov|dezembro dez
gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|
  settembre set|ottobre ott|novembre nov|dicembre dic
januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep|
  oktober okt|november nov|december dec
januari jan|februari feb|mars mar|april apr|maj|juni jun|juli jul|augusti aug|september sep|
  oktober okt|november nov|december dec
januar jan|februar feb|mars mar|april apr|mai|juni jun|juli jul|august aug|september sep|
  oktober okt|november nov|desember des
januar jan|februar feb|marts mar|april apr|maj|juni jun|juli jul|august aug|september sep|
  oktober okt|november nov|december dec
tammikuu tammikuuta tammi|helmikuu helmikuuta helmi|maaliskuu maaliskuuta maalis|
  huhtikuu huhtikuuta huhti|toukokuu toukokuuta touko|kesakuu kesakuuta kesa|
  heinakuu heinakuuta heina|elokuu elokuuta elo|syyskuu syyskuuta syys|lokakuu lokakuuta loka|
  marraskuu marraskuuta marras|joulukuu joulukuuta joulu
styczen stycznia sty|luty lutego lut|marzec marca|kwiecien kwietnia kwi|maj maja|
  czerwiec czerwca cze|lipiec lipca lip|sierpien sierpnia sie|wrzesien wrzesnia wrz|
  pazdziernik pazdziernika paz|listopad listopada lis|grudzien grudnia gru
"""

# A shortened name that is another month in another language is left out, so that none is guessed.
MONTHS: dict[str, int] = {}
_TWICE: set[str] = set()
for _line in _NAMES.strip().replace("\n  ", "").splitlines():
    for _number, _spellings in enumerate(_line.split("|"), start=1):
        for _word in _spellings.split():
            if MONTHS.setdefault(_word, _number) != _number:
                _TWICE.add(_word)
for _word in _TWICE:
    del MONTHS[_word]

DAYS = frozenset(
    """
    monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday
    sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonntag so lundi lun
    mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim lunes martes miercoles mie
    jueves jue viernes vie sabado sab domingo dom maandag ma dinsdag woensdag wo donderdag vrijdag
    vr zaterdag za zondag zo mandag tirsdag onsdag torsdag fredag lordag sondag tisdag lordag
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai segunda terca quarta quinta
    sexta lunedi martedi mercoledi giovedi venerdi domenica
    """.split()
)
LINKS = frozenset("de del of den der the le el d do da di".split())
