"""One process's way to Redis: redis-py with its retries and time-outs set on purpose.

Whatever is sent may be sent twice, since a reply can be lost after the work was done. So every script here is
harmless when it runs again, and what is not (a blocking read of the outbox) is never re-sent.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from hashlib import sha1
from importlib import resources
from typing import Any, cast
from urllib.parse import quote, urlsplit

from hiredis import pack_command
from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.exceptions import (
    ClusterDownError,
    ConnectionError,  # noqa: A004 - redis-py's own name
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    ResponseError,
    TimeoutError,  # noqa: A004 - redis-py's own name
    TryAgainError,
)

from bot.store.keys import Keys
from bot.store.pipelining import Command, Pipelining, Value

# A platform wants its answer within 3 s; what Redis has not done by then is told as "could not be stored".
DEADLINE_S = 2.5
# The longest a blocking read may wait, so that a server that went silent is noticed.
LONGEST_BLOCK_MS = 2000
CONNECTIONS = 64
POOL_WAIT_S = 2.0
SENTINEL_PORT = 26379  # where a Sentinel listens unless told otherwise

# Answers with which a server says that it cannot write now. Redis 6.2 wraps them in other words when they come from
# inside a script; later versions do not, and redis-py makes classes of some.
_CANNOT = (OutOfMemoryError, ReadOnlyError, ClusterDownError, TryAgainError)
_WILL_NOT = ("MISCONF", "OOM ", "READONLY", "LOADING", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN")


class _Packing:
    """A connection whose commands hiredis packs: the same bytes, several times as fast as redis-py makes them."""

    def pack_command(self, *args: Value) -> list[bytes]:
        if " " in str(args[0]):  # redis-py's own, of two words
            return super().pack_command(*args)  # type: ignore[misc, no-any-return]
        return [pack_command(args)]  # type: ignore[arg-type]  # the stub knows tuples of one alone


class _Pool(BlockingConnectionPool):
    """Gives out what lies there without the detours that cost redis-py as much as a command itself.

    It does not look whether the connection still stands: a command on one that does not fails, and is sent again.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connection_class = type("PackingConnection", (_Packing, self.connection_class), {})
        self._waiting = 0

    async def get_connection(self, *names: object, **options: object) -> Any:
        if self._available_connections and self._available_connections[-1].is_connected:
            return self.get_available_connection()  # type: ignore[no-untyped-call]
        self._waiting += 1
        try:
            return await super().get_connection()  # type: ignore[no-untyped-call]
        finally:
            self._waiting -= 1

    async def release(self, connection: AbstractConnection) -> None:
        if self._waiting or connection.should_reconnect():  # type: ignore[no-untyped-call]
            await super().release(connection)
            return
        self._in_use_connections.remove(connection)
        self._available_connections.append(connection)


class Along:
    """A question that goes behind somebody else's step, in the same round trip; `answer` is there when that has ended.

    Not a transaction: others may have changed something between the two.
    """

    def __init__(self, command: Command) -> None:
        self.command = command
        self.answer: Any = None


class Unavailable(Exception):
    """Redis cannot be reached in time or will not write. What was asked may or may not have been done."""


class Script:
    """One Lua file, called by its digest."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = resources.files("bot.store").joinpath(name).read_text("utf-8")
        self.digest = sha1(self.text.encode(), usedforsecurity=False).hexdigest()
        _TEXTS[self.digest] = self.text

    def call(self, keys: Sequence[str], args: Sequence[Value] = ()) -> tuple[Value, ...]:
        """The command that runs it, for `Link.batch`."""
        return ("EVALSHA", self.digest, len(keys), *keys, *args)


_TEXTS: dict[str, str] = {}  # of every script, by its digest


def _in_full(command: Command) -> Command:
    """A script's call with its text, for a server that does not know it; any other command as it is."""
    return ("EVAL", _TEXTS[str(command[1])], *command[2:]) if command[0] == "EVALSHA" else command


def unix_url(socket: str) -> str:
    return "unix://" + quote(socket)


class Link:
    """Raises Unavailable from every method, and nothing else of redis-py's but bugs of ours."""

    def __init__(self, commands: "Redis | RedisCluster", readers: "Redis | RedisCluster", keys: Keys) -> None:
        self.commands = commands
        self.readers = readers
        self.keys = keys
        self.pipelining = None if isinstance(commands, RedisCluster) else Pipelining(commands, DEADLINE_S)

    @classmethod
    def to(cls, url: str, tenant: str, connections: int = CONNECTIONS) -> "Link":
        """`url`: redis://, rediss://, unix://, redis+sentinel://host:port,host:port/service, redis+cluster://host:port."""
        # Many quick tries: the deadline ends them, and a server that restarts is found within half a second.
        patient = Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), 12)
        return cls(
            _client(url, connections, patient),
            _client(url, connections, Retry(NoBackoff(), 0)),
            Keys(tenant),
        )

    async def run(
        self, script: Script, keys: Sequence[str], args: Sequence[Value] = (), along: Sequence[Along] = ()
    ) -> Any:
        return await self.step((), script.call(keys, args), along)

    async def step(self, before: Sequence[Command], command: Command, along: Sequence[Along]) -> Any:
        """The answer to `command`, in one round trip with what is done before it and asked behind it."""
        replies = await self.batch([*before, command, *(one.command for one in along)])
        first = len(before)
        for one, reply in zip(along, replies[first + 1 :], strict=True):
            one.answer = reply
        return replies[first]

    async def ask(self, *command: Value, **options: Any) -> Any:
        """`options` tell redis-py how to read the reply, for the few commands that have more than one kind."""
        return (await self._sent([command], **options))[0]

    async def ask_server(self, *command: Value) -> Any:
        """A question to the server itself: in a Cluster the one that has this tenant's keys."""
        if not isinstance(self.commands, RedisCluster):
            return await self.ask(*command)
        with _told:
            async with asyncio.timeout(DEADLINE_S):
                await self.commands.initialize()
                node = self.commands.get_node_from_key(self.keys.outbox)
                return await self.commands.execute_command(*command, target_nodes=node)

    async def names(self, pattern: str) -> AsyncIterator[bytes]:
        """This tenant's keys of that pattern (after the prefix); for what is not in a hurry."""
        match = "".join(f"\\{c}" if c in "*?[]\\" else c for c in self.keys.prefix) + pattern
        with _told:
            async for name in self.commands.scan_iter(match=match, count=1000):
                yield name

    async def batch(self, commands: Sequence[Command]) -> list[Any]:
        """Several commands and scripts' calls in one round trip; not a transaction."""
        if not commands:
            return []
        try:
            return await self._sent(commands)
        except NoScriptError:  # the server restarted, or never saw it: all of them again, which is harmless
            return await self._sent([_in_full(command) for command in commands])

    async def _sent(self, commands: Sequence[Command], **options: Any) -> list[Any]:
        with _told:
            if self.pipelining:
                return await self.pipelining.send(commands, **options)
            pipeline = self.commands.pipeline(transaction=False)
            for command in commands:
                pipeline.execute_command(*command, **options)
            async with asyncio.timeout(DEADLINE_S):
                return await pipeline.execute()

    async def listen(self, *command: Value) -> Any:
        """A blocking read, never re-sent. It may wait LONGEST_BLOCK_MS at most."""
        with _told:
            async with asyncio.timeout(LONGEST_BLOCK_MS / 1000 + DEADLINE_S):
                return await self.readers.execute_command(*command)

    async def aclose(self) -> None:
        if self.pipelining:
            await self.pipelining.aclose()
        await self.commands.aclose()
        await self.readers.aclose()


_TROUBLES = (
    ConnectionError,
    TimeoutError,
    asyncio.TimeoutError,
    OSError,
    ResponseError,
    RedisClusterException,
)


class _Told:
    """Trouble with the server is Unavailable. A class, since a generator here costs as much as packing a command."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, _TROUBLES) and not _is_ours(error):
            raise Unavailable(str(error) or f"no answer within {DEADLINE_S} s") from error


_told = _Told()


def _is_ours(error: Exception) -> bool:
    """A refused command is a bug of ours and stays what it is; for the rest the server is to blame."""
    if not isinstance(error, ResponseError) or isinstance(error, _CANNOT):
        return False
    return not any(word in str(error) for word in _WILL_NOT)


def _client(url: str, connections: int, retry: Retry) -> "Redis | RedisCluster":
    common: dict[str, Any] = {
        "retry": retry,
        # Our own deadlines end what hangs. With a time-out here redis-py sends through asyncio.wait_for, which costs a
        # task a command and, on Python 3.11, swallows a cancellation that comes at the wrong moment.
        "socket_timeout": None,
        "socket_connect_timeout": 1.0,
    }
    scheme = urlsplit(url).scheme
    if scheme == "redis+cluster":
        plain = url.replace("redis+cluster", "redis", 1)
        return RedisCluster.from_url(plain, max_connections=connections, **common)
    if scheme == "redis+sentinel":
        return _sentinel(url, max_connections=connections, **common)
    pool = _Pool.from_url(url, max_connections=connections, timeout=POOL_WAIT_S, **common)
    return Redis.from_pool(pool)


def _sentinel(url: str, **common: Any) -> Redis:
    parts = urlsplit(url)
    user, _, hosts = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    nodes = [urlsplit(f"//{host}") for host in hosts.split(",")]
    addresses = [(node.hostname or "localhost", node.port or SENTINEL_PORT) for node in nodes]
    sentinel = Sentinel(addresses, socket_timeout=1.0)  # type: ignore[no-untyped-call]
    return cast(
        Redis,
        sentinel.master_for(
            parts.path.strip("/"), username=name or None, password=password or None, **common
        ),
    )
