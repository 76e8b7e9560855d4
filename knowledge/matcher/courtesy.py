"""What is said before and after the need, for politeness' sake: a greeting, a thank-you. The matcher looks past it.

"Buenos días" says nothing of days, nor "hi, ... thanks" of what is asked between them. Words alone, with nothing
between, are kept: some directory may have a topic for them.
"""

import re

# A word that may begin a need as well ("buenas prácticas", "¿qué tal el tiempo?") is a greeting before a comma only.
_GREETING = r"""(?:
    hola+ | hi+ | hello+ | hey+ | good\s(?:morning|afternoon|evening)
  | buen[oa]s\s(?:d[ií]as|tardes|noches) | buen\sd[ií]a
  | (?:buenas | qu[eé]\stal | saludos | greetings)(?=\s*[,.;:!?\n])
)"""
_EVERYBODY = (
    r"(?:\s(?:a\s)?(?:tod[oa]s|equipo|gente|compañer[oa]s|team|all|everyone|everybody|there|folks|guys))?"
)
_THANKS = r"""(?:
    (?:muchas\s|mil\s)?gracias (?:\s(?:de\santemano|por\sadelantado))?
  | (?:many\s)?thanks (?:\s(?:a\slot|so\smuch|in\sadvance))? | thank\syou (?:\s(?:very\smuch|so\smuch|in\sadvance))?
  | (?:un\s)?saludos? (?:\scordial(?:es)?)? | (?:best|kind)\sregards
)"""
_BEFORE = re.compile(rf"[\W_]*+(?:{_GREETING}{_EVERYBODY}\b[\W_]*+)+", re.IGNORECASE | re.VERBOSE)
_AFTER = re.compile(rf"(?:[\W_]+{_THANKS}\b)+[\W_]*$", re.IGNORECASE | re.VERBOSE)
_WORD = re.compile(r"[^\W_]")
LONGEST = 80  # characters of it at the end; no more are searched


def without_courtesy(text: str) -> str:
    """`text` from after its greeting up to its thanks; whole where nothing else is in it."""
    begun = _BEFORE.match(text)
    rest = text[begun.end() :] if begun else text
    ended = _AFTER.search(rest, max(0, len(rest) - LONGEST))
    need = rest[: ended.start()] if ended else rest
    return need if _WORD.search(need) else text
