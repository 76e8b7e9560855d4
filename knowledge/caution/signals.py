"""What a short message is, or asks, beside its matter."""

import re

from knowledge.caution.forms import forms, words_of

SHORT = 12  # words; a longer message is about something, whatever it says in passing
_NAME = r"[^\W\d_][\w'-]*"
_TITLED = r"(?:\s+(?:de|del|la|los|y)\s+|\s+)"
_NOT_SEEN_BY = re.compile(
    rf"(?i:\bque\s+no\s+(?:lo|la|los|las|se\s+entere\s+de\s+esto|se\s+entere|le\s+llegue\s+a)\s*"
    rf"(?:vean?|lean?|sepan?|reciban?|lleven?|gestionen?|atiendan?|coja|tenga)?)\s+(?:a\s+)?"
    rf"(?P<es>[A-ZÁÉÍÓÚÑ]{_NAME[9:]}|{_NAME})",
)


def confidential_words(text: str) -> str | None:
    """The kind of confidential matter the words speak of: health, harassment, pay, union, conduct."""
    found = forms("confidential").find(text)
    return found.kind if found else None
