"""Words that call for care: danger (law 15), confidential matters (law 11), and short signals of intent.

All of it looks at word forms in text files that a person can review, Spanish and English together, since people mix
them; danger is also heard by a net that learned from reviewed sentences (detector.py). Recall comes first for danger: a false alarm
costs a call, a missed one may cost a life. Nothing here raises.
"""

from knowledge.caution.danger import Danger, danger, prepare
from knowledge.caution.own import own_words
from knowledge.caution.signals import (
    asks_for_person,
    asks_progress,
    confidential_words,
    is_complaint,
    is_for_information,
    is_greeting,
    is_still_so,
    is_thanks,
    names_complaint,
    not_seen_by,
    takes_too_long,
    urgency_words,
    wants_private,
    wants_withdraw,
)

__all__ = [
    "Danger",
    "asks_for_person",
    "asks_progress",
    "confidential_words",
    "danger",
    "is_complaint",
    "is_for_information",
    "is_greeting",
    "is_still_so",
    "is_thanks",
    "names_complaint",
    "not_seen_by",
    "own_words",
    "prepare",
    "takes_too_long",
    "urgency_words",
    "wants_private",
    "wants_withdraw",
]
