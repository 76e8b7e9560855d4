"""What somebody wrote of a mail: without the answers that it quotes, its closing words and what is printed below them. Pure.

Helpdesks are fed by mail. A signature on each ticket would make all of them alike, and say who wrote them; what is quoted
was asked by another, or long ago.
"""

import re

# From here on nothing is the writer's own.
_QUOTED = re.compile(
    r"^>"
    r"|^[-_=*]{2,}\s*(?:original message|forwarded message|mensaje original|mensaje reenviado|mensagem original)\b"
    r"|^_{8,}$"
    r"|^(?:on|el|em)\b.{6,200}\b(?:wrote|escribió|escreveu)\s*:$",
    re.IGNORECASE,
)
_BEGINS_QUOTE = re.compile(
    r"^(?:on|el|em)\b.*\d", re.IGNORECASE
)  # mail programs wrap the line that says who wrote
_ENDS_QUOTE = re.compile(r"\b(?:wrote|escribió|escreveu)\s*:$", re.IGNORECASE)
_FROM = re.compile(r"^\**(?:from|de)\s*:\**\s", re.IGNORECASE)
_SENT = re.compile(
    r"^\**(?:sent|date|to|subject|enviado(?: el)?|fecha|para|asunto|enviada? em|data|assunto)\s*:",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"^--\s?$"
    r"|^(?:sent from my|get outlook for|enviado desde (?:mi|outlook)|enviado do meu|obtener outlook|descargar outlook)\b"
    r"|^(?:aviso|disclaimer|confidential|este (?:correo|mensaje|e-?mail)|this (?:e-?mail|message))\b.{0,400}"
    r"\bconfiden(?:cial|tial)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(
    r"^(?:(?:much[ao]s )?gracias(?: (?:de antemano|y un (?:cordial )?saludo|y saludos|por (?:todo|adelantado)))?"
    r"|(?:(?:un|reciba un|recibid un) )?(?:cordial )?saludo|saludos(?: cordiales)?|un abrazo|atentamente|cordialmente"
    r"|(?:(?:best|kind|warm|many)(?: and \w+)? )?(?:regards|wishes)|best|cheers|sincerely|yours \w+"
    r"|(?:many )?thanks(?: (?:in advance|again|and regards))?|thank you(?: (?:in advance|very much|so much))?"
    r"|obrigad[oa]|cumprimentos|atenciosamente)\s*(?:[,.!]+|$)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_LOOKED_AHEAD = 12  # lines, empty ones among them
_LONGEST_NAME = 40  # characters of a line that may be a name or a position
_ANSWERED = re.compile(r"^(?:\s*(?:re|fwd?|rv|enc|res|r)\s*:)+\s*", re.IGNORECASE)


def own_words(text: str) -> str:
    """All of it where next to nothing is left otherwise: "FYI" above a mail that is passed on asks what that asks."""
    lines = [line.strip() for line in text.splitlines()]
    ends = next((place for place in range(len(lines)) if _is_over(lines, place)), len(lines))
    own = "\n".join(lines[:ends]).strip()
    return own if len(own.split()) >= _FEWEST_WORDS else text


def subject(text: str) -> str:
    """Without "RE:" and "RV:"."""
    return _ANSWERED.sub("", text)


def _is_over(lines: list[str], place: int) -> bool:
    line, after = lines[place], [line for line in lines[place + 1 : place + 1 + _LOOKED_AHEAD] if line]
    if _QUOTED.search(line) or _PRINTED.search(line):
        return True
    if _FROM.search(line):
        return any(_SENT.search(following) for following in after[:3])
    if _BEGINS_QUOTE.search(line):
        return bool(after) and _ENDS_QUOTE.search(after[0]) is not None
    return place > 0 and _is_closing(line, after[0] if after else "")


def _is_closing(line: str, following: str) -> bool:
    """ "Gracias." on a line of its own, with a name below it. The last line is the writer's, and more to read goes on."""
    closing = _CLOSING.search(line)
    if not following or closing is None or len(line) - closing.end() > _LONGEST_NAME or "?" in line:
        return False
    return (len(following) <= _LONGEST_NAME and "?" not in following) or _PRINTED.search(
        following
    ) is not None
