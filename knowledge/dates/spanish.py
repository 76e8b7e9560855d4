"""How Spanish, of Spain and of America, says when."""

import re
from datetime import date, timedelta

from knowledge.dates.lexicon import APART, Lexicon, any_of, by_middle, iso, part, rule, slashed
from knowledge.dates.said import (
    Grammar,
    Rule,
    Said,
    clock,
    coming_date,
    coming_day,
    coming_month,
    coming_weekday,
    month_of,
    next_month,
    one_day,
    quarter_of,
    week_of,
    weekday_from,
    weekend_eve,
)

_WEEKDAYS = {"lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6}
_MONTHS = {
    "enero": 1, "ene": 1, "febrero": 2, "feb": 2, "marzo": 3, "mar": 3, "abril": 4, "abr": 4, "mayo": 5, "may": 5,
    "junio": 6, "jun": 6, "julio": 7, "jul": 7, "agosto": 8, "ago": 8, "septiembre": 9, "setiembre": 9, "sept": 9,
    "sep": 9, "octubre": 10, "oct": 10, "noviembre": 11, "nov": 11, "diciembre": 12, "dic": 12,
}  # fmt: skip
_NUMBERS = {
    "un": 1, "una": 1, "uno": 1, "primero": 1, "dos": 2, "un par de": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "quince": 15, "veinte": 20,
    "treinta": 30, "cuarenta": 40, "cuarenta y cinco": 45, "cuarenta y ocho": 48, "veinticuatro": 24,
}  # fmt: skip
_HOURS = {
    word: number
    for word, number in _NUMBERS.items()
    if number <= 24 and word not in {"un", "uno", "primero", "un par de"}
}
_MINUTES_PAST = {"media": 30, "cuarto": 15, "cinco": 5, "diez": 10, "veinte": 20, "veinticinco": 25}


_WORDS = Lexicon(weekdays=_WEEKDAYS, months=_MONTHS, numbers=_NUMBERS)
_WEEKDAY, _MONTH, _NUMBER = any_of(_WEEKDAYS), any_of(_MONTHS), rf"\d{{1,3}}|{any_of(_NUMBERS)}"
_ARTICLE = r"(?:(?:el|l|la|al|este|esta|proximo) )?"
_NEXT_WEEK = r"(?:la )?(?:semana (?:que viene|que entra|proxima|siguiente)|proxima semana)"
_NEXT_MONTH = r"(?:el |l )?(?:mes (?:que viene|que entra|proximo|siguiente)|proximo mes)"
_GONE = "funcionaba|iba|iban|estaba|estaban|podia|tenia|era|eran|habia|llegaba|entraba|aparecia|salia|cobraba|veia"


def _weekday(match: re.Match[str], today: date) -> Said | None:
    weekday = _WEEKDAYS[match["weekday"]]
    if match["day"]:
        month, day = _WORDS.month(match["month"]), int(match["day"])
        return one_day(coming_date(today, day, month) if month else coming_weekday(today, day, weekday))
    if match["next_week"]:
        return one_day(week_of(today)[0] + timedelta(days=7 + weekday))
    return one_day(weekday_from(today, weekday, same_day=bool(match["this"])))


def _end_of(match: re.Match[str], today: date) -> Said | None:
    what = match["what"]
    if match["month"]:
        days = coming_month(today, _MONTHS[match["month"]])
    elif match["next_week"]:
        days = week_of(today + timedelta(days=7))
    elif match["next_month"]:
        days = month_of(next_month(today))
    elif what == "trimestre":
        days = quarter_of(today)
    elif what == "semana":
        return weekend_eve(today)
    elif what == "mes":
        days = month_of(today)
    else:
        days = date(today.year, 1, 1), date(today.year, 12, 31)
    return Said(days=days, is_end=True)


def _part_of_month(match: re.Match[str], today: date) -> Said | None:
    last = 15 if match["part"] == "mediados" else 7
    return by_middle(today, last, _WORDS.month(match["month"]), next_one=bool(match["next_month"]))


def _time(match: re.Match[str], today: date) -> Said | None:
    hour, minute = _WORDS.number(match["hour"]), int(match["minute"] or 0)
    if match["past"]:
        minute = _MINUTES_PAST[match["past"]]
    elif match["to"]:
        hour, minute = hour - 1, 60 - _MINUTES_PAST[match["to"]]
    half = match["half"] or ""
    if hour == 12 and "noche" in half:
        return clock(24)
    if hour == 12 and "manana" in half:  # as Spain says noon
        return clock(12, minute, "pm")
    is_morning = half.startswith("a") or "manana" in half or "madrugada" in half
    return clock(hour, minute, "am" if is_morning else "pm" if half else "")


def _spoken_time(match: re.Match[str], today: date) -> Said | None:
    """ "A las 3", but not "para las 3 personas"."""
    bare = not any(match[group] for group in ("minute", "past", "to", "exact", "unit", "half"))
    if bare and not _AFTER_HOUR.match(match.string, match.end()):
        return None
    return _time(match, today)


_AFTER_HOUR = re.compile(
    rf" *(?:$|[^\w\s]|\n)| (?:del?|en|hoy|manana|pasado|el|este|esta|como|a|si|por|sin|porque|pero|y|o|que|ya|gracias|mas|menos|para"
    rf"|sino|maximo|aprox\w*|{_WEEKDAY})\b"
)
_HALF = rf"(?:{APART}(?P<half>am|pm|a\.m\.?|p\.m\.?|a\. m\.|p\. m\.|de la manana|de la madrugada|de la tarde|de la noche|del mediodia))?"
_YEAR = r"(?:(?: del?)? (?P<year>20\d\d))?"

DAYS: tuple[Rule, ...] = (
    rule(r"(?:el dia de )?hoy(?: mismo)?", lambda m, today: one_day(today)),
    rule(r"pasado manana", lambda m, today: one_day(today + timedelta(days=2))),
    rule(r"(?:el dia de )?manana(?: mismo)?", lambda m, today: one_day(today + timedelta(days=1))),
    rule(r"esta (?:misma )?manana", lambda m, today: Said(days=(today, today), part="morning")),
    rule(r"esta (?:misma )?tarde", lambda m, today: Said(days=(today, today), part="afternoon")),
    rule(r"esta (?:misma )?noche", lambda m, today: Said(days=(today, today), part="night")),
    rule(
        rf"(?:(?:(?P<this>este(?: mismo)?)|el|l|al) )?(?:proximo )?(?P<weekday>{_WEEKDAY})"
        rf"(?: (?P<next_week>de {_NEXT_WEEK})| que viene| proximo| de esta (?:misma )?semana|"
        rf",? (?:dia )?(?P<day>\d{{1,2}})(?!\d|:|[ ]?h)(?: de (?P<month>{_MONTH}))?)?",
        _weekday,
    ),
    rule(
        rf"{_ARTICLE}(?:dia )?(?P<day>\d{{1,2}}|uno|primero)[ºo°]?(?: de | |-)(?P<month>{_MONTH}){_YEAR}",
        _WORDS.dated,
    ),
    rule(
        rf"{_ARTICLE}(?:dia )?(?P<first>\d{{1,2}})(?P<cut>[/-])(?P<second>\d{{1,2}})(?:(?P=cut)(?P<year>20\d\d|\d\d))?",
        slashed,
    ),
    rule(rf"{_ARTICLE}(?:dia )?(?P<first>\d{{1,2}})\.(?P<second>\d{{1,2}})\.(?P<year>20\d\d|\d\d)", slashed),
    rule(rf"{_ARTICLE}(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", iso),
    rule(
        r"(?:(?:el|l|al) (?:proximo )?(?:dia )?|dia )(?P<day>\d{1,2})(?![\d/:.,%-]\d|[ ]?(?:%|h\b|horas|€|euros))",
        lambda m, today: one_day(coming_day(today, int(m["day"]))),
    ),
    rule(r"(?:en )?(?:el transcurso de )?esta (?:misma )?semana", lambda m, today: Said(days=week_of(today))),
    rule(_NEXT_WEEK, lambda m, today: Said(days=week_of(today + timedelta(days=7)))),
    rule(r"este (?:mismo )?mes", lambda m, today: Said(days=month_of(today))),
    rule(_NEXT_MONTH, lambda m, today: Said(days=month_of(next_month(today)))),
    rule(
        r"(?:(?:el|l|este) )?(?:proximo )?(?:finde|fin de semana)(?: que viene)?",
        lambda m, today: weekend_eve(today),
    ),
    rule(
        rf"(?:(?:a|al|el|l) )?(?:fin|fines|final|finales) (?:de|del) (?:(?:la |el |esta |este )?"
        rf"(?P<what>semana|mes|ano|trimestre)(?! que| prox| sig)|(?P<next_week>{_NEXT_WEEK})|(?P<next_month>{_NEXT_MONTH})"
        rf"|(?P<month>{_MONTH}))",
        _end_of,
    ),
    rule(
        rf"(?:a )?(?P<part>mediados|principios|primeros) (?:de|del) (?:(?:este )?mes(?! que| prox)|(?P<next_month>{_NEXT_MONTH})"
        rf"|(?P<month>{_MONTH}))",
        _part_of_month,
    ),
    rule(r"(?:(?:la|las|l) )?navidad(?:es)?", lambda m, today: one_day(coming_date(today, 25, 12))),
    rule(
        rf"(?P<month>{'|'.join(name for name in _MONTHS if len(name) > 4)}|mayo)(?: de 20\d\d)?",
        lambda m, today: Said(days=coming_month(today, _MONTHS[m["month"]])),
    ),
)

TIMES: tuple[Rule, ...] = (
    rule(
        rf"(?:(?:a|sobre|hacia|para|antes de|hasta|no mas tarde de) )?(?:eso de )?la(?:s|(?= (?:una|1)\b)) (?P<hour>\d{{1,2}}|{any_of(_HOURS)})"
        rf"(?:[:.h](?P<minute>\d\d)|(?: y (?P<past>{'|'.join(_MINUTES_PAST)}))|(?: menos (?P<to>{'|'.join(_MINUTES_PAST)})))?"
        rf"(?P<exact> en punto)?(?P<unit>{APART}(?:h|hs|hrs|horas))?{_HALF}",
        _spoken_time,
    ),
    rule(
        rf"(?:a )?(?P<past>)(?P<to>)(?P<hour>\d{{1,2}})(?::|h|\.)(?P<minute>\d\d)(?: ?(?:h|hs|hrs|horas))?{_HALF}(?![/.]\d)",
        _time,
    ),
    rule(rf"(?P<past>)(?P<to>)(?P<hour>\d{{1,2}}) ?(?:h|hs|hrs|horas)(?P<minute>){_HALF}", _time),
    rule(r"(?P<past>)(?P<to>)(?P<minute>)(?P<hour>\d{1,2}) ?(?P<half>am|pm)", _time),
    rule(r"(?:(?:a|al|el|l) )?(?:mediodia|medio dia)", lambda m, today: clock(12, 0, "pm")),
    rule(r"(?:(?:a|la) )*medianoche", lambda m, today: clock(24)),
    rule(
        r"(?:antes de )?(?:comer|almorzar|la comida|l almuerzo|el almuerzo|la hora de comer)", part("lunch")
    ),
    rule(r"(?:despues de (?:comer|almorzar|la comida)|a primera hora de la tarde)", part("early_afternoon")),
    rule(r"(?:(?:por|en|a lo largo de|durante|de) )la manana", part("morning")),
    rule(r"(?:(?:por|en|a|a lo largo de|durante|de) )la tarde", part("afternoon")),
    rule(r"(?:(?:por|en|a|de) )la noche", part("night")),
    rule(r"(?:a )?primera hora(?: de la manana)?", part("first_thing")),
    rule(
        r"(?:(?:a|al|el|l) )?(?:ultima hora(?: de la tarde| del dia)?|(?:fin|final) del? (?:la |el )?(?:dia|jornada)|cierre|eod)",
        part("end"),
    ),
)

WAITS: tuple[Rule, ...] = (
    rule(
        rf"(?:en|dentro de|de aqui a|en menos de|antes de) (?P<count>{_NUMBER}){APART}"
        r"(?P<unit>minutos?|min|horas?|hs|h|dias?|semanas?|mes|meses)(?P<half> y media)?(?P<working> (?:habiles?|laborables?))?",
        _WORDS.wait,
    ),
    rule(r"(?:en|dentro de|de aqui a) media hora", lambda m, today: Said(wait=timedelta(minutes=30))),
    rule(r"(?:en|dentro de) (?:un )?cuarto de hora", lambda m, today: Said(wait=timedelta(minutes=15))),
    rule(r"(?:en|dentro de) tres cuartos de hora", lambda m, today: Said(wait=timedelta(minutes=45))),
    rule(r"(?:en|dentro de) hora y media", lambda m, today: Said(wait=timedelta(minutes=90))),
)

_NEEDS = (
    r"(?:necesit(?:o|amos|aria|ariamos|abamos|an|a)|me haria falta|me hacen? falta|nos hacen? falta|me urgen?|nos urgen?"
    r"|quier(?:o|emos|en)|quisiera|preciso|precisamos|ocupo|debe estar|tiene que estar|hay que entregarl[oa]s?"
    r"|tengo que (?:entregar|presentar|enviar|mandar)(?:l[oa]s?)?)"
)
_THING = r"(?:(?:el|la|los|las|un|una|unos|unas|mi|mis|este|esta|ese|esa|otra|otro|dos|tres) (?!\w*(?:[aei]r|[aei]rl[aeo]s?|[aei]rme) )(?:[a-z]+ (?:de(?: la| los| las|l)? [a-z]+ )?){1,2}?)"

_CORES = """
    hoy manana tarde noche semana semanas mes meses ano trimestre finde navidad navidades mediodia dia
    dias medianoche comer almorzar comida almuerzo hora horas h hs jornada cierre eod min minuto minutos
"""

SPANISH = Grammar(
    days=DAYS,
    times=TIMES,
    waits=WAITS,
    cores=frozenset([*_WEEKDAYS, *_MONTHS, *_HOURS, *_CORES.split()]),
    joint=re.compile(r",? ?(?:(?:de(?=l )|de|a|en|y) ?)?"),
    lead=re.compile(
        r"(?:(?:a lo largo de|durante|para|en|ya|mejor|como mucho|como tarde|como muy tarde|a mas tardar) ?(?=l |\b) ?)+"
    ),
    before=re.compile(r"\b(?:(?:para )?antes de(?: que (?:acabe|termine|empiece|llegue))?|previo a) ?(?=\w)"),
    by=re.compile(
        r"\b(?:a mas tardar|como (?:muy |mucho )?tarde|no mas tarde de|como mucho|sin falta"
        r"|(?:tengo|tenemos|hay|me dan|nos dan|de|dan) (?:de )?(?:plazo|tiempo)? ?hasta|(?:vence|acaba|termina|cierra|finaliza) el plazo|fecha limite:?(?: es| para \w+ es)?"
        r"|(?:el )?plazo (?:\w+ ){0,4}?(?:es|acaba|termina|vence|finaliza|expira|cierra)(?: hasta)?) ?(?=\w)"
    ),
    for_is_enough=True,
    for_=re.compile(r"\bpara (?=\w)"),
    latest=re.compile(
        r",? ?\b(?:como (?:muy |mucho )?tarde|a mas tardar|como limite|como maximo|como mucho|sin falta|si (?:puede ser|es posible|se puede))\b"
    ),
    need=re.compile(
        rf"\b{_NEEDS}(?: tener| recibir| ver)?(?:l[oa]s?)?(?: urgente(?:mente)?| ya)? (?:{_THING})?"
    ),
    asks=re.compile(
        r"\b(?:puedes?|podeis|podrias?|podriais|pueden|podrian|por favor|porfa|envi[ae]n?(?:me|nos)\w*|mandan?(?:me|nos)\w*|mandadme\w*|enviadme\w*|dime|decidme"
        r"|pasadme\w*|pasame\w*|me l[oa]s? (?:mandas?|envias?|pasas?|haces?|miras?|mandais|enviais|pasais))\b"
    ),
    starts=re.compile(
        rf"\b(?:hoy|manana|pasado manana|est[ae]|el|al?|{_WEEKDAY}|dia|en|dentro|la|las|\d|fin|final|finales|antes|por|proxim[oa]|eod"
        r"|primera|ultima|mediodia)\b"
    ),
    events=re.compile(
        r"\b(?:vacaciones|reunion(?:es)?|citas?|vuelos?|viajes?|reservas?|reservad[oa]|billetes?|hotel|eventos?|cursos?|turnos?|libres?"
        r"|permisos?|convocad[oa]|previst[oa]|planificad[oa]|entrevistas?|cenas?|comidas?|ausencia|fiestas?|festivos?|salas?)"
        r"(?: \w+){0,2} ?$"
    ),
    denied=re.compile(
        r"\b(?:no (?:l[oa]s? )?(?:necesit\w+|hace falta|corre prisa|me urge|es urgente)|promet\w+|dij\w+|me habiais|habia|estaba|era|iba a|iban a|tenia que|tenian que|quedamos|quedo|estaria"
        r"|estoy (?:fuera|de vacaciones|de baja|de viaje)|estare|funcionaba|vencio|caduco|termino|acabo)\b[^.;?!]*$"
    ),
    gone=re.compile(rf",? (?:pasado|pasada|anterior|ultimo|ultima)\b|,? (?:\w+ ){{0,2}}(?:{_GONE})\b"),
    of=re.compile(r"\b(?:del?|a|desde|hace|los|cada|todos) ?(?:el|la|los|las)? ?$"),
    polite=re.compile(
        r"[\s,.!?¡¿:;()-]+|\b(?:por favor|porfa|gracias|si puede ser|si es posible|si se puede|sin falta|pues|mejor|vale|ok|si|lo necesito"
        r"|la necesito|como muy tarde|como tarde|a mas tardar|un saludo|creo que|estara|lo tendras|la tendras|te lo mando|te la mando|te digo algo)\b"
    ),
)
