"""What the environment says, read once at start: a wrong value stops the start, not Tuesday's reminder."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

SHORTEST_SECRET = 16  # characters
EXAMPLE_COMPANY = Path(__file__).parent.parent / "knowledge" / "company"


class WrongSetting(Exception):  # one sentence for whoever starts it, naming the variable
    pass


class Settings(Struct, frozen=True, kw_only=True):
    """Secrets are kept out of `repr`, so that no log and no crash report shows them."""

    redis_url: str = ""  # VENTANILLA runs its own Redis where this is empty
    port: int = 3000
    host: str = "127.0.0.1"
    directory: Path = EXAMPLE_COMPANY
    data: Path = Path("data")
    url: str = ""  # the public address, for links in messages
    secret: str = ""
    desk: bool = False  # the local web desk, also beside tokens or a REDIS_URL

    def __repr__(self) -> str:
        return f"Settings(port={self.port}, directory={str(self.directory)!r}, data={str(self.data)!r})"


def has_desk(settings: Settings, *, connected: bool) -> bool:
    """The local web desk exists only while no platform and no shared Redis is connected, or when asked for."""
    return settings.desk or not (settings.redis_url or connected)


def from_environment(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Settings from variables, with what the command line gave on top. Raises WrongSetting."""
    found: dict[str, object] = {
        "redis_url": _redis_url(environment),
        "port": _port(environment),
        "url": _public_url(environment),
        "secret": environment.get("VENTANILLA_SECRET", ""),
    }
    if environment.get("VENTANILLA_DIRECTORY"):
        found["directory"] = Path(environment["VENTANILLA_DIRECTORY"])
    if environment.get("VENTANILLA_DATA"):
        found["data"] = Path(environment["VENTANILLA_DATA"])
    found |= {name: value for name, value in given.items() if value is not None}
    settings = Settings(**found)  # type: ignore[arg-type]
    if settings.redis_url and not settings.secret:
        raise WrongSetting(
            "VENTANILLA_SECRET is not set. With REDIS_URL several processes share it: set the same long random "
            "text for all of them, for example the output of: openssl rand -hex 32"
        )
    if settings.secret and len(settings.secret) < SHORTEST_SECRET:
        raise WrongSetting(f"VENTANILLA_SECRET is too short: give it at least {SHORTEST_SECRET} characters.")
    return settings


_REDIS = ("redis://", "rediss://", "unix://", "redis+sentinel://", "redis+cluster://")


def _url(environment: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    value = environment.get(name, "").strip()
    if value and not value.startswith(schemes):
        raise WrongSetting(f"{name} must begin with {' or '.join(schemes)}; it is {value.split('@')[-1]!r}.")
    return value


def _public_url(environment: Mapping[str, str]) -> str:
    value = _url(environment, "VENTANILLA_URL", ("https://", "http://"))
    if value and ("?" in value or "#" in value or not urlsplit(value).netloc):
        raise WrongSetting(
            f"VENTANILLA_URL must be an address alone, such as https://desk.example; it is {value!r}."
        )
    return value.rstrip("/")


def _redis_url(environment: Mapping[str, str]) -> str:
    """A / or # of a password ends the host early, and the password stands where the port is read: none of it is shown."""
    value = _url(environment, "REDIS_URL", _REDIS)
    try:
        for host in urlsplit(value).netloc.rpartition("@")[2].split(","):
            _ = urlsplit(f"//{host}").port
    except ValueError:
        raise WrongSetting(
            "REDIS_URL can't be read: write it as redis://:PASSWORD@HOST:6379/0, with the signs / # ? and @ of a "
            "password as %2F %23 %3F and %40."
        ) from None
    return value


def _port(environment: Mapping[str, str]) -> int:
    value = environment.get("PORT", "3000")
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise WrongSetting(f"PORT must be a number from 0 to 65535; it is {value!r}.")
    return int(value)


def with_secret(settings: Settings) -> Settings:
    """The secret of the data folder, made once (0600) where the environment gives none. Raises OSError."""
    if settings.secret:
        return settings
    settings.data.mkdir(parents=True, exist_ok=True)
    kept = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return Settings(**(kept | {"secret": _secret_in(settings.data / "secret")}))


def _secret_in(file: Path) -> str:
    """Written aside and then named, so that a crash leaves no half of it; what is too short is made anew."""
    with suppress(FileNotFoundError):
        found = file.read_text().strip()
        if len(found) >= SHORTEST_SECRET:
            return found
    fresh, secret = file.with_suffix(".new"), secrets.token_hex(32)
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(secret)
        new.flush()
        os.fsync(new.fileno())
    fresh.replace(file)
    return secret
