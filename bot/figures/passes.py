"""Who may look at the dashboard: a link for one person, and after a tap a cookie that ends with the working day."""

import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

import msgspec
from itsdangerous import BadSignature, URLSafeSerializer
from msgspec import Struct

from bot.settings import Settings
from knowledge.directory import PersonId

LINK_LASTS = timedelta(hours=24)
SESSION_LASTS = timedelta(hours=8)
COOKIE = "stats"
_LINK, _SESSION = "stats-link", "stats-session"


class _Pass(Struct, frozen=True, array_like=True):
    tenant: str
    person: PersonId
    until: int  # Unix seconds, by the desk's one clock


def link(person: PersonId, now: datetime, settings: Settings, tenant: str) -> str:
    """For `person` alone; it shows nothing until it is tapped, and ends after a day."""
    return f"{settings.url}/stats?link={quote(_signed(_LINK, person, now + LINK_LASTS, settings, tenant))}"


def session(person: PersonId, now: datetime, settings: Settings, tenant: str) -> str:
    return _signed(_SESSION, person, now + SESSION_LASTS, settings, tenant)


def of_link(text: str, now: datetime, settings: Settings, tenant: str) -> PersonId | None:
    """None for a link that was guessed, altered, made for something or some company else, or has ended."""
    return _read(_LINK, text, now, settings, tenant)


def of_session(text: str, now: datetime, settings: Settings, tenant: str) -> PersonId | None:
    return _read(_SESSION, text, now, settings, tenant)


def _signed(salt: str, person: PersonId, until: datetime, settings: Settings, tenant: str) -> str:
    return str(URLSafeSerializer(settings.secret, salt=salt).dumps([tenant, person, int(until.timestamp())]))


def _read(salt: str, text: str, now: datetime, settings: Settings, tenant: str) -> PersonId | None:
    try:
        found = msgspec.convert(URLSafeSerializer(settings.secret, salt=salt).loads(text), _Pass)
    except (BadSignature, msgspec.ValidationError, UnicodeError):
        return None
    if not hmac.compare_digest(found.tenant.encode(), tenant.encode()):
        return None
    return found.person if now.timestamp() < found.until else None
