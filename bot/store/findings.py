"""What `doctor` and the start say about a server: its version, what it keeps, and what may be lost."""

from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct
from redis.exceptions import ResponseError

from bot.store.binaries import OLDEST
from bot.store.store import Store

SKEW_S = 60.0
_NEARLY_FULL = 0.8
# The last release in which the bundled 6.2 line had a scripting fault that a client could use (CVE-2025-49844).
_PATCHED_6_2 = (6, 2, 20)

Level = Literal["fine", "warning", "fault"]


class Finding(Struct, frozen=True):
    level: Level
    name: str
    sentence: str  # what is so, and what to do


class Server(Struct, frozen=True):
    """A server's own words, as far as it tells us."""

    version: tuple[int, ...]
    info: dict[str, Any]
    config: dict[str, str]  # empty where CONFIG is forbidden


async def inspect(store: Store) -> list[Finding]:
    """Raises Unavailable when there is no server to ask."""
    server = await _server(store)
    skew = (await store.now() - datetime.now(UTC)).total_seconds() - await store.clock_offset() / 1000
    return judge(server, skew)


def judge(server: Server, skew_s: float) -> list[Finding]:
    """What a server's own words mean for us."""
    return [
        _version(server),
        *_persistence(server),
        *_memory(server),
        *_replication(server),
        _clock(skew_s),
    ]


async def _server(store: Store) -> Server:
    info: dict[str, Any] = {}
    for section in ("server", "persistence", "memory", "replication"):
        info |= await store.link.ask_server("INFO", section)
    config: dict[str, str] = {}
    try:
        for name in ("appendonly", "appendfsync", "maxmemory-policy", "maxmemory", "min-replicas-to-write"):
            found = await store.link.ask_server("CONFIG", "GET", name)
            config |= {_text(key): _text(value) for key, value in found.items()}
    except ResponseError:  # managed servers often forbid it
        config = {}
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:3])
    return Server(version, info, config)


def _version(server: Server) -> Finding:
    shown = ".".join(map(str, server.version))
    if server.version < OLDEST:
        return Finding("fault", "version", f"Redis {shown} is too old: 6.2 or later is needed.")
    if server.version < _PATCHED_6_2:
        return Finding(
            "warning",
            "version",
            f"Redis {shown} lacks security fixes (the last is CVE-2025-49844). With the unix socket of `ventanilla run` "
            "only this user can reach it; install valkey or redis from the system's packages to be rid of it.",
        )
    return Finding("fine", "version", f"Redis {shown}.")


def _persistence(server: Server) -> list[Finding]:
    info = server.info
    if str(info.get("aof_enabled")) != "1":
        return [
            Finding(
                "fault",
                "persistence",
                "Redis keeps no append-only file: a restart may lose minutes of what was acknowledged. "
                "Set: appendonly yes, appendfsync always.",
            )
        ]
    found = [_fsync(server.config.get("appendfsync"))]
    for field, what in (
        ("aof_last_write_status", "write"),
        ("aof_last_bgrewrite_status", "rewrite"),
    ):
        if info.get(field, "ok") != "ok":
            found.append(
                Finding(
                    "fault",
                    "persistence",
                    f"Redis could not {what} its append-only file the last time: is the disk full? See its log.",
                )
            )
    return found


def _fsync(how: str | None) -> Finding:
    sentences: dict[str | None, tuple[Level, str]] = {
        "always": ("fine", "Nothing acknowledged is lost by a crash (appendfsync always)."),
        "everysec": (
            "warning",
            "A crash may lose up to two seconds of what was acknowledged (appendfsync everysec). Set: appendfsync always.",
        ),
        "no": (
            "fault",
            "A power cut may lose half a minute of what was acknowledged (appendfsync no). Set: appendfsync always.",
        ),
        None: (
            "warning",
            "Redis does not tell how it writes to disk (CONFIG is forbidden): make sure of appendfsync always.",
        ),
    }
    level, sentence = sentences.get(how, sentences[None])
    return Finding(level, "persistence", sentence)


def _memory(server: Server) -> list[Finding]:
    policy = server.config.get("maxmemory-policy") or str(server.info.get("maxmemory_policy", ""))
    found = []
    if policy == "noeviction":
        found.append(Finding("fine", "memory", "Redis never drops data to make room (noeviction)."))
    else:
        found.append(
            Finding(
                "fault",
                "memory",
                f"Redis may drop requests when memory runs short ({policy or 'policy unknown'}). "
                "Set: maxmemory-policy noeviction.",
            )
        )
    limit, used = int(server.info.get("maxmemory", 0)), int(server.info.get("used_memory", 0))
    if limit and used > _NEARLY_FULL * limit:
        found.append(
            Finding("warning", "memory", f"Redis uses {used / limit:.0%} of its maxmemory: give it more.")
        )
    return found


def _replication(server: Server) -> list[Finding]:
    if server.info.get("role") != "master":
        return [
            Finding("fault", "replication", "This Redis is a replica and takes no writes: name its primary.")
        ]
    if int(server.info.get("connected_slaves", 0)) and server.config.get("min-replicas-to-write") == "0":
        return [
            Finding(
                "warning",
                "replication",
                "A failover may lose what the replica had not received. "
                "Set: min-replicas-to-write 1, min-replicas-max-lag 10.",
            )
        ]
    return []


def _clock(skew_s: float) -> Finding:
    if abs(skew_s) > SKEW_S:
        return Finding(
            "fault",
            "clock",
            f"This machine's clock and Redis's are {abs(skew_s):.0f} s apart: set both by NTP.",
        )
    return Finding("fine", "clock", "This machine's clock and Redis's agree.")


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
