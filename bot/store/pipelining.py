"""What many tasks ask of Redis at the same time goes in one write (auto-pipelining).

A single command costs redis-py, the kernel and the server's socket more than the work that it asks for. So whatever is
asked for while connections wait for their answers is gathered, and goes together with the next one that is free.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ResponseError

Value = bytes | str | int | float
Command = Sequence[Value]

AT_ONCE = 2  # connections under way: one is being answered while the next is written
MOST = 256  # commands in one write; what one task asks for together is not divided


class _Asked(Struct, eq=False):
    """What one task asked for."""

    commands: Sequence[Command]
    options: Mapping[str, Any]
    answer: "asyncio.Future[list[Any]]"
    until: float  # the loop's time

    def take(self, replies: list[Any]) -> None:
        refused = next((reply for reply in replies if isinstance(reply, ResponseError)), None)
        if refused is not None:
            self.fail(refused)
        elif not self.answer.done():  # who asked may have stopped waiting
            self.answer.set_result(replies)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Pipelining:
    def __init__(self, client: Redis, deadline_s: float) -> None:
        """Of `client` the connections, their retries and its ways to read replies are used."""
        self._client, self._deadline_s = client, deadline_s
        self._waiting: list[_Asked] = []
        self._idle = AT_ONCE
        self._starting = False
        self._under_way: set[asyncio.Task[None]] = set()

    async def send(self, commands: Sequence[Command], **options: Any) -> list[Any]:
        """The replies, in order; `options` tell redis-py how to read them.

        Raises redis-py's own errors (a command that was refused: the first such), and TimeoutError after the deadline.
        Where the answer was lost on its way, everything is sent again.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(commands, options, loop.create_future(), loop.time() + self._deadline_s)
        self._waiting.append(asked)
        if self._idle and not self._starting:
            self._starting = True  # with all that is asked for in this turn of the loop
            self._idle -= 1
            task = asyncio.create_task(self._carry())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return await asked.answer

    async def aclose(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for asked in self._waiting:
            asked.answer.cancel()

    async def _carry(self) -> None:
        self._starting = False
        try:
            while batch := self._next():
                await self._exchanged(batch)
        finally:  # in the same turn of the loop in which nothing was left
            self._idle += 1

    def _next(self) -> list[_Asked]:
        count, size = 0, 0
        for asked in self._waiting:
            size += len(asked.commands)
            if count and size > MOST:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _exchanged(self, batch: list[_Asked]) -> None:
        """Everything in it has its answer, or its error, or goes back to wait for the time that it still has."""
        try:
            async with asyncio.timeout_at(min(asked.until for asked in batch)):
                await self._exchange(batch)
        except TimeoutError as error:
            now = asyncio.get_running_loop().time()
            for asked in batch:
                if asked.until <= now:
                    asked.fail(error)
            self._waiting[:0] = [asked for asked in batch if not asked.answer.done()]
        except Exception as error:
            for asked in batch:
                asked.fail(error)
        except asyncio.CancelledError:
            for asked in batch:
                asked.answer.cancel()
            raise

    async def _exchange(self, batch: list[_Asked]) -> None:
        pool = self._client.connection_pool
        connection = await pool.get_connection()  # type: ignore[no-untyped-call]
        try:
            await connection.retry.call_with_retry(
                partial(self._once, connection, batch), lambda _: connection.disconnect()
            )
        finally:
            await pool.release(connection)

    async def _once(self, connection: AbstractConnection, batch: list[_Asked]) -> None:
        unanswered = [asked for asked in batch if not asked.answer.done()]
        commands = (command for asked in unanswered for command in asked.commands)
        packed = b"".join(part for command in commands for part in connection.pack_command(*command))
        await connection.send_packed_command([packed], check_health=False)
        for asked in unanswered:
            asked.take([await self._reply(connection, command, asked.options) for command in asked.commands])

    async def _reply(
        self, connection: AbstractConnection, command: Command, options: Mapping[str, Any]
    ) -> Any:
        try:
            reply = await connection.read_response()
        except ResponseError as error:
            return error
        read = self._client.response_callbacks.get(str(command[0]))
        return read(reply, **options) if read else reply
