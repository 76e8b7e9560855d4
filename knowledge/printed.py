"""What is printed below a mail that somebody passes on: nobody's words, though they speak of secrets. Pure."""

import re

# Where one begins, always on a line of its own: "AVISO LEGAL:", "This e-mail and any attachments are …".
_BEGINS = re.compile(
    r"(?<=\n)[ \t*_>-]*(?:aviso|nota|advertencia|disclaimer|legal|privilege|confiden[ct]ial"
    r"|(?:este|esta|el presente|la presente) (?:correo|mensaje|e-?mail|comunicaci[oó]n)"
    r"|(?:this|the) (?:e-?mail|message|communication|transmission)"
    r"|(?:la|the) (?:informaci[oó]n|information|content)|(?:el|the) contenido)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\n[ \t]*\n|\Z")
_SAYS_SO = re.compile(r"confiden[ct]ial", re.IGNORECASE)
# Of whom nobody writes who confides something: the addressee, and whoever got it by mistake.
_TO_ANYBODY = re.compile(
    r"destinatari|addressee|recipient|intended (?:solely|only|exclusively|for)|(?:in|by) (?:error|mistake)|por error"
    r"|aviso (?:legal|de confidencialidad)|cl[aá]usula de confidencialidad|confidentiality notice|disclaimer",
    re.IGNORECASE,
)


def without_notices(text: str) -> str:
    """With blanks in the place of each notice that a mail is confidential, so that places in it are places in the text."""
    for begun in reversed(list(_BEGINS.finditer(text))):
        end = _ENDS.search(text, begun.end())
        stop = end.start() if end is not None else len(text)
        notice = text[begun.start() : stop]
        if text[: begun.start()].strip() and _SAYS_SO.search(notice) and _TO_ANYBODY.search(notice):
            text = text[: begun.start()] + " " * len(notice) + text[stop:]
    return text
