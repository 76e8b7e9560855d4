"""Words that ask for figures and for nothing else. Pure."""

import re
from typing import Literal

from knowledge.caution.signals import plain

_FIGURES = re.compile(
    r"(?:y )?(?:como vamos|que tal vamos|como va(?:n las cosas en)? (?:mi|el|nuestro) (?:equipo|departamento)"
    r"|(?:las |mis |nuestras |ver |dame |dame las |ver las |ver mis )?(?:cifras|estadisticas|metricas)"
    r"(?: de (?:mi|nuestro) (?:equipo|departamento)| del (?:equipo|departamento))?"
    r"|how are we doing|how(?:'s| is) (?:my|our|the) (?:team|department)(?: doing)?"
    r"|(?:the |my |our |show me |show me the |show me my )?(?:stats|figures|statistics|metrics)"
    r"(?: of (?:my|our|the) (?:team|department))?)"
)
_OWN = re.compile(r"\bm(?:is|y)\b")
_OF_ALL = re.compile("team|equipo|departa")


def asks_for_figures(text: str) -> Literal["", "own", "all"]:
    """Words that ask for figures and nothing else; "own" where they say whose: "mis cifras"."""
    asked = plain(text).strip(" .!¡?¿")
    if _FIGURES.fullmatch(asked) is None:
        return ""
    return "own" if _OWN.search(asked) and not _OF_ALL.search(asked) else "all"
