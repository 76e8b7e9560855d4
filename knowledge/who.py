"""Whether somebody only asks who looks after something: that is answered, and opens no request. Pure."""

import re

LONGEST = 160  # characters; who tells a story asks for more than a name

_HELLO = r"(?:(?:hola|buenas|buenos d[ií]as|buenas tardes|oye|perdona|hi|hello|hey|good morning|please|por favor)[,.! ]+)*"
_SPANISH = (
    r"(?:(?:sab[eé]is|sabes|me dec[ií]s|me pod[eé]is decir|me puedes decir|necesito saber|quiero saber) )?"
    r"(?:qui[eé]n(?:es)? (?:lleva|llevan|se encarga de|se encargan de|se ocupa de|atiende|gestiona"
    r"|es (?:el|la)? ?(?:responsable|encargad[oa]) de|est[aá] a cargo de|ve lo de)"
    r"|(?:con|a) qui[eé]n (?:hablo|pregunto|le pregunto|puedo preguntar|tengo que preguntar|debo preguntar|me dirijo"
    r"|acudo|tengo que hablar|puedo hablar|debo hablar) (?:por|de|sobre|para lo de))"
)
_ENGLISH = (
    r"(?:(?:do you know|can you tell me|i(?:'d| would) like to know|i need to know) )?"
    r"(?:who (?:handles|looks after|takes care of|deals with|is responsible for|is in charge of|runs|is the contact for)"
    r"|(?:who do i|who should i|who can i|whom do i) (?:ask|talk to|speak to|contact|go to) (?:about|for|regarding))"
)
_ASKS = re.compile(
    rf"^[¿\s]*{_HELLO}[¿\s]*(?:{_SPANISH}|{_ENGLISH})\s+(?P<what>\S.*?)[\s?!.]*$", re.IGNORECASE
)
# "¿Quién lleva lo mío?" asks how a request is going, and whose it is by now.
_OWN = re.compile(
    r"\b(?:lo m[ií]o|mi (?:petici[oó]n|solicitud|caso|consulta)|my (?:request|case|ticket)|mine|R-?\d+)\b",
    re.IGNORECASE,
)


def asked_about(text: str) -> str:
    """What somebody wants to know the name for; empty where they ask for something else."""
    line = " ".join(text.split())
    found = _ASKS.match(line) if len(line) <= LONGEST else None
    if found is None or _OWN.search(line):
        return ""
    what = found["what"]
    return "" if re.search(r"[.!?;\n]\s*\S", what) else what  # a second sentence says what is needed


def as_question(rest: str, language: str) -> str:
    """What follows a command's "who", as the question that it stands for."""
    if asked_about(f"who {rest}"):
        return f"who {rest}"
    if asked_about(f"quién {rest}"):
        return f"quién {rest}"
    return f"¿Quién lleva {rest}?" if language == "es" else f"Who looks after {rest}?"
