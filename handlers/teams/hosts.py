"""Which addresses may ever be called: looked at when a message comes in, and again when a stored address is used."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

TEAMS_HOSTS = frozenset(
    {"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com", "smba.infra.gov.teams.microsoft.us"}
)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def plain_parts(url: str | None) -> SplitResult | None:
    """An address with nothing hidden in it; None for any other, and for what is none."""
    if not url or any(c <= " " or c == "\\" or ord(c) > 126 for c in url):
        return None
    try:
        found = urlsplit(url)
        hidden = (found.username, found.password)
        _ = found.port  # raises where it is none
    except ValueError:
        return None
    return found if hidden == (None, None) else None


class Hosts:
    """`more`: further hosts of the company's own choice. `development` allows this machine alone, also by http."""

    def __init__(self, more: Iterable[str] = (), *, development: bool = False) -> None:
        self._named = TEAMS_HOSTS | {host.casefold() for host in more}
        self._development = development
        self.allows = lru_cache(maxsize=1_000)(
            self._allows
        )  # the same few are asked about with every message

    def _allows(self, url: str | None) -> bool:
        """Only https to a listed host on its own port; nothing hidden in the address."""
        found = plain_parts(url)
        if found is None or found.query or found.fragment:
            return False
        host = found.hostname or ""
        if self._development and found.scheme in ("http", "https") and is_loopback(host):
            return True
        return found.scheme == "https" and host in self._named and found.port in (None, 443)


def base_of(url: str) -> str:
    """With the slash at its end that some services leave out."""
    return url if url.endswith("/") else f"{url}/"
