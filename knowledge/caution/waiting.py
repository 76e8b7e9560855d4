"""Whether somebody says that it takes too long: to a person who has it already, this is more than a question."""

import re

from knowledge.caution.forms import words_of

_LONG = "demasiado|mucho|muchisimo|tanto"
_SAYS_SO = re.compile(
    rf"\b(?:esta|lleva|va) (?:tardando|demorando|llevando) (?:ya )?(?:{_LONG})\b"
    rf"|\b(?:tarda|tardais|tardan|demora|demoran) (?:{_LONG})\b"
    r"|\bllevo (?:ya )?(?:\w+ )?(?:dias|semanas|horas|una semana|un mes|meses)(?: \w+){0,2} esperando\b"
    r"|\bllevo esperando\b|\bsigo esperando\b|\bno puedo esperar mas\b"
    r"|\b(?:takes?|taking|took|taken) (?:far |much |way )?(?:too|so) long\b"
    r"|\bi (?:have been|ve been|am still|m still|still) waiting\b|\bbeen waiting (?:for )?(?:too|so|days|weeks|hours|a week)\b"
    r"|\b(?:cannot|can t|cant) wait any longer\b"
)
_DENIED = re.compile(r"\b(?:no|not|isn t|isnt|sin prisa|no rush)\b(?: \w+){0,2} (?:tard|demor|tak)")


def takes_too_long(text: str) -> bool:
    words = " ".join(words_of(text))
    return bool(_SAYS_SO.search(words)) and not _DENIED.search(words)
