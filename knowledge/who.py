"""Whether somebody only asks who looks after something: that is answered, and opens no request. Pure."""

import re

from msgspec import Struct

from knowledge.accents import unaccented
from knowledge.directory import Department, Directory, PersonId
from knowledge.named import people_named

LONGEST = 160  # characters; who tells a story asks for more than a name

_HELLO = (
    r"(?:(?:hola|buenas|buenos d[ií]as|buenas tardes|oye|oiga|perdona|perdonad|disculpa|una (?:pregunta|duda|consulta)(?: r[aá]pida)?"
    r"|hi|hello|hey|good morning|good afternoon|quick (?:question|one)|please|por favor|porfa)[-:,.! ]+)*"
)
_OF = r"(?:del|de)"
_LOOKS_AFTER_ES = (
    rf"(?:lleva|llevan|atiende|atienden|gestiona|gestionan|tramita|tramitan|ve (?:lo|(?:los |el )?temas?) {_OF}|(?:sabe|entiende|controla) {_OF}"
    rf"|(?:se encargan?|se ocupan?|es (?:el|la)? ?(?:responsable|encargad[oa])|son (?:los|las)? ?(?:responsables|encargad[oa]s)"
    rf"|est[aá]n? a cargo|est[aá]n? al cargo|est[aá]n? al frente) {_OF}"
    rf"|es (?:mi|el|la|nuestro|nuestra) (?:contacto|persona(?: de contacto)?|referente|interlocutora?|responsable) (?:para|en|{_OF}))"
)
_SPANISH = (
    r"(?:(?:(?:alguien |alguno )?(?:sab[eé]is|sabes|sabe|saben)(?: alguien)?|me (?:dec[ií]s|dices|dicen)|me pod[eé]is decir|me puedes? decir|me pueden decir"
    r"|pod[eé]is decirme|puedes decirme|podr[ií]as decirme|d[ií]me|decidme|necesito saber|quiero saber|quisiera saber|ten[eé]is idea de|ni idea de) )?"
    rf"(?:qui[eé]n(?:es)? {_LOOKS_AFTER_ES}"
    rf"|(?:a )?qu[eé] (?:departamento|equipo|[aá]rea) {_LOOKS_AFTER_ES}"
    r"|a (?:qui[eé]n(?:es)?|qu[eé] (?:departamento|equipo|[aá]rea)) (?:le|les) (?:toca|toca ver|corresponde)"
    rf"(?: lo {_OF}|(?= (?:el|la|los|las)\b))"
    rf"|de qui[eé]n(?:es)? (?:depende|dependen|es (?:responsabilidad|competencia|cosa))(?: lo {_OF})?"
    r"|(?:con|a) (?:qui[eé]n|qu[eé] (?:departamento|equipo|[aá]rea)) (?:hablo|pregunto|le pregunto|puedo preguntar|tengo que preguntar|debo preguntar"
    r"|me dirijo|acudo|tengo que hablar|puedo hablar|debo hablar|hay que hablar|hay que preguntar|(?:le )?escribo|(?:le )?(?:mando|env[ií]o) un (?:correo|mail|e-?mail)"
    r"|(?:le |lo )?consulto|contacto|me pongo en contacto|trato|veo|hay que ver|se ve)"
    rf" (?:lo {_OF}|por|{_OF}|sobre|acerca {_OF}|para lo {_OF}|para))"
)
_LOOKS_AFTER_EN = r"(?:handles?|looks? after|takes? care of|deals? with|runs|manages|owns|covers|(?:is|are) (?:responsible for|in charge of))"
_ENGLISH = (
    r"(?:(?:do you know|does any(?:one|body) know|any(?:one|body) know|any idea|(?:can|could) you tell me|tell me"
    r"|i(?:'d| would) like to know|i need to know|i want to know) )?"
    r"(?:who(?:'s|s| is| are) (?:responsible for|in charge of"
    r"|(?:the |our |my )?(?:right |best )?(?:go-to|go to|point|contact|person|people|owner|expert)(?: person| of contact)? (?:for|on|about|with))"
    rf"|who {_LOOKS_AFTER_EN}|(?:which|what) (?:team|department|person) {_LOOKS_AFTER_EN}"
    r"|whose (?:job|responsibility|area|task) is(?: it to)?"
    rf"|(?:(?:can|could) you )?(?:please )?point me to (?:whoever|the person who|some(?:one|body) who) (?:does|{_LOOKS_AFTER_EN})"
    r"|whom? (?:do|should|can|could|must|would) (?:i|we)"
    r" (?:ask|talk to|speak to|speak with|talk with|contact|go to|turn to|e-?mail|write to|message|ping|call|see|reach out to|get in touch with|chat to|chat with)"
    r" (?:about|for|regarding|with|re|on))"
)
_ASKS = re.compile(
    rf"^[¿\s]*{_HELLO}[¿\s]*(?:{_SPANISH}|{_ENGLISH})\s+(?P<what>\S.*?)[\s?!.]*$", re.IGNORECASE
)
# A telephone or a name is asked for of anything ("teléfono de empresa"): only of a department it is a question of who.
_MAY_BE_OF_A_DEPARTMENT = re.compile(
    rf"^[¿\s]*{_HELLO}[¿\s]*(?:"
    r"(?:(?:cu[aá]l es|me (?:pasas|pas[aá]is|das|dais|dan|pasan|(?:puedes?|pod[eé]is|pueden|podr[ií]as?) (?:dar|pasar))|dame|d[ií]me|p[aá]same|pasadme"
    r"|necesito|quiero|busco|ten[eé]is|tienes|tienen|hay|alguien tiene) )?(?:el |la |alg[uú]n |un (?=contacto))?"
    r"(?:tel[eé]fono|n[uú]mero(?: de tel[eé]fono)?|extensi[oó]n|contacto|correo(?: electr[oó]nico)?|e-?mail|mail|direcci[oó]n de correo|persona de contacto|alguien)"
    r" (?:del?|con)"
    r"|d[oó]nde (?:est[aá]n?|queda)|qui[eé]n (?:manda|trabaja|est[aá]|hay|responde) en|qui[eé]n (?:dirige|lidera|coordina|encabeza)"
    r"|qui[eé]n es (?:el|la|mi|nuestr[oa]) (?:jef[ea]|director|directora|responsable|encargad[oa]|mand[oa]|persona|contacto|l[ií]der) (?:de|del|en)"
    r"|(?:(?:what(?:'s|s| is)|(?:can|could) (?:i|you) (?:have|get|give me|send me)|i need|need|do you have|looking for) )?(?:the |a (?=contact))?"
    r"(?:phone(?: number)?|telephone(?: number)?|number|extension|e-?mail(?: address)?|contact(?: details| person)?) (?:of|for|at|in)"
    r"|who(?:'s|s| is) (?:the |my |our )?(?:head|boss|lead|leader|director|manager|person|contact|rep) (?:of|for|in|at)|who (?:leads|heads|works in|is in)"
    r"|where(?:'s|s| is)|(?:is there )?any(?:one|body) (?:from|in)|who(?:'s|s| is) (?:my|our)"
    r")\s+(?P<what>\S.*?)(?:,? (?:por ah[ií]|por favor|porfa|here|around|please|pls))?[\s?!.]*$"
    r"|^(?P<before>\w[\w ]{0,30}?) (?:contact|phone|phone number|number|e-?mail|extension)(?:,? (?:please|pls))?[\s?!.]*$",
    re.IGNORECASE,
)
_IS_SOMEBODY = re.compile(
    rf"^[¿\s]*{_HELLO}[¿\s]*(?:(?:sab[eé]is|sabes|do you know) )?(?:qui[eé]n es|who(?:'s|s| is))\s+(?P<what>\S.*?)[\s?!.]*$",
    re.IGNORECASE,
)
_LONGEST_NAME = 5  # words
# "¿Quién lleva lo mío?" asks how a request is going, and whose it is by now.
_OWN = re.compile(
    r"\b(?:lo m[ií]o|mi (?:petici[oó]n|solicitud|caso|consulta)|my (?:request|case|ticket)|mine|R-?\d+)\b",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:the|el|la|los|las|lo|de|del|al|a|departamento|equipo|area|gente|alguien|chica|chico|chicos|department|team|people|somebody|someone) )+"
    r"|(?: (?:department|team|people|person|guy|guys|rep|contact|partner))+$"
)
# Words that ask who is to hear or to allow it, before what it is: they say nothing of the matter. Who may allow it is not
# always who looks after it, so it is a need and not answered with a name.
_BEFORE_THE_MATTER = re.compile(
    rf"^[¿\s]*{_HELLO}[¿\s]*(?:"
    r"a qui[eé]n (?:le |les |se lo )?(?:digo|cuento|comunico|informo|notifico|reporto|aviso|puedo avisar|tengo que avisar|hay que avisar|(?:tengo que|debo|hay que) (?:decir|decirle))"
    r"(?: de| para)?(?: que| si)?"
    r"|qui[eé]n (?:me |nos |te )?(?:firma|aprueba|autoriza|valida|da el visto bueno (?:a|de|para)|(?:puede|tiene que|debe) (?:firmar|aprobar|autorizar|validar)(?:me|nos)?)"
    r"|qui[eé]n (?:me |nos )?(?:puede |podr[ií]a )?(?:ayuda|ayudar|ayudarme|ayudarnos|echar una mano|echarme una mano|echa una mano) (?:con|en|a)"
    r"|whom? (?:do|should|can|must) (?:i|we) (?:tell|inform|notify)(?: that| if| about)?"
    r"|who (?:signs off|signs|approves|authori[sz]es|can (?:approve|sign off|authori[sz]e|sign)|has to (?:approve|sign))(?: on)?"
    r"|who (?:can|could) help(?: me| us)?(?: with| to)?"
    r")\s+(?P<matter>\S.*)$",
    re.IGNORECASE,
)
_FEWEST = 4  # letters of a matter by itself


class Asked(Struct, frozen=True):
    """What somebody wants to know the name for (empty: they ask for something else), and what the directory calls so."""

    what: str = ""
    department: Department | None = None
    people: tuple[PersonId, ...] = ()

    @property
    def is_named(self) -> bool:
        return self.department is not None or bool(self.people)


def asked_about(text: str) -> str:
    """What somebody wants to know the name for; empty where they ask for something else."""
    return _what(_ASKS, text)


def asked_of(text: str, directory: Directory) -> Asked:
    """As `asked_about`; also of which department the telephone, contact or head is asked for ("contacto de nóminas"),
    and of which listed people who they are ("¿quién es Marta Vidal?").
    """
    somebody = _what(_IS_SOMEBODY, text)
    people = _people_called(somebody, text, directory)
    if what := asked_about(text):
        return Asked(what, _department_called(what, directory), people)
    what = _what(_MAY_BE_OF_A_DEPARTMENT, text)
    department = _department_called(what, directory) if what else None
    if department is not None:
        return Asked(what, department, people)
    return Asked(somebody, people=people) if people else Asked()


def _people_called(name: str, text: str, directory: Directory) -> tuple[PersonId, ...]:
    """Longer than a name it asks for something else too."""
    named = people_named(directory, text) if name and len(name.split()) <= _LONGEST_NAME else ()
    return tuple(sorted(named))


def _what(pattern: re.Pattern[str], text: str) -> str:
    line = " ".join(text.split())
    found = pattern.match(line) if len(line) <= LONGEST else None
    if found is None or _OWN.search(line):
        return ""
    what = next(part for part in (found["what"], found.groupdict().get("before")) if part)
    return "" if re.search(r"[.!?;\n]\s*\S", what) else what  # a second sentence says what is needed


def _department_called(name: str, directory: Directory) -> Department | None:
    """The department that is called so, in any of its languages ("compras", "the legal team", "RRHH")."""
    called = _bare(name)
    for department in directory.departments.values():
        if called in map(_bare, (*department.name.values(), *department.also_known_as)):
            return department
    return None


def _bare(name: str) -> str:
    return _BEFORE_A_NAME.sub("", " ".join(unaccented(name).casefold().split()))


def matter_of(text: str) -> str:
    """`text` without the words that ask who is to hear or to allow it: "¿a quién le digo que …?", "who signs off …?"."""
    found = _BEFORE_THE_MATTER.match(text) if len(text) <= LONGEST else None
    return found["matter"] if found is not None and len(found["matter"]) >= _FEWEST else text


def as_question(rest: str, language: str) -> str:
    """What follows a command's "who", as the question that it stands for."""
    if asked_about(f"who {rest}"):
        return f"who {rest}"
    if asked_about(f"quién {rest}"):
        return f"quién {rest}"
    return f"¿Quién lleva {rest}?" if language == "es" else f"Who looks after {rest}?"
