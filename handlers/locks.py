"""The lock before words: what begins so is a private note, on whatever platform it is written.

Somebody who writes in two of them must not have to remember which lock is known where: an unknown one would go out, with
the words that it was to keep in.
"""

# An emoji as it is typed, by its name as Slack writes it, and in words for who has no such keys.
_PICTURES = ("🔒", "🔐", "🔏")
_NAMES = (":lock:", ":closed_lock_with_key:", ":lock_with_ink_pen:")
_IN_WORDS = ("(private)", "(privado)", "(privada)")
LOCKS = (*_PICTURES, *_NAMES, *_IN_WORDS)


def is_locked(text: str) -> bool:
    return text.lstrip().casefold().startswith(LOCKS)


def unlocked(text: str) -> str:
    """A private note without its lock."""
    text = text.lstrip()
    return next((text[len(lock) :].lstrip() for lock in LOCKS if text.casefold().startswith(lock)), text)
