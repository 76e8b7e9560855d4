"""Whether somebody only asks who looks after something: that is answered, and opens no request. Pure."""

import re

LONGEST = 160  # characters; who tells a story asks for more than a name

_HELLO = r"(?:(?:hola|buenas|buenos d[ií]as|buenas tardes|oye|perdona|hi|hello|hey|good morning|please|por favor)[,.! ]+)*"
_OF = r"(?:del|de)"
_SPANISH = (
    r"(?:(?:sab[eé]is|sabes|me dec[ií]s|me pod[eé]is decir|me puedes decir|necesito saber|quiero saber) )?"
    rf"(?:qui[eé]n(?:es)? (?:lleva|llevan|atiende|atienden|gestiona|gestionan|ve lo {_OF}"
    rf"|(?:se encargan?|se ocupan?|es (?:el|la)? ?(?:responsable|encargad[oa])|son (?:los|las)? ?(?:responsables|encargad[oa]s)"
    rf"|est[aá]n? a cargo|est[aá]n? al cargo|est[aá]n? al frente) {_OF})"
    rf"|a qui[eé]n(?:es)? (?:le|les) (?:toca|corresponde)(?: lo {_OF}|(?= (?:el|la|los|las)\b))"
    r"|(?:con|a) qui[eé]n (?:hablo|pregunto|le pregunto|puedo preguntar|tengo que preguntar|debo preguntar|me dirijo"
    r"|acudo|tengo que hablar|puedo hablar|debo hablar|hay que hablar|hay que preguntar)"
    rf" (?:por|{_OF}|sobre|acerca {_OF}|para lo {_OF}|para))"
)
_ENGLISH = (
    r"(?:(?:do you know|can you tell me|i(?:'d| would) like to know|i need to know) )?"
    r"(?:who(?:'s| is| are) (?:responsible for|in charge of|the contact for|the person for)"
    r"|who (?:handles|looks after|takes care of|deals with|runs|manages)"
    r"|(?:who do i|who should i|who can i|who do we|who should we|whom do i|whom should i)"
    r" (?:ask|talk to|speak to|speak with|talk with|contact|go to|turn to) (?:about|for|regarding|with))"
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
