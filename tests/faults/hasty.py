"""A desk with a deliberate fault: it says "noted" first and commits afterwards. python -m tests.faults.hasty run ...

The kill test must find it out, or it proves nothing.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import click
from aiohttp import web

from bot.answer import Answer
from bot.assembly import connected, published
from bot.delivery.files import Files
from bot.desk import Desk
from bot.hearing import Said
from bot.settings import from_environment, with_secret
from bot.store.embedded import EmbeddedServer
from handlers.web.app import make_app
from handlers.web.gateway import WebGateway


class HastyDesk(Desk):
    """Acknowledges what it has merely read."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._later: set[asyncio.Task[Answer]] = set()

    async def hear(self, said: Said) -> Answer:
        task = asyncio.create_task(super().hear(said))
        self._later.add(task)
        task.add_done_callback(self._later.discard)
        return Answer(kind="done", number=said.thread)


async def serve(url: str, data: Path, directory: Path) -> None:
    settings = with_secret(from_environment(data=data, directory=directory))
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(connected(settings, url))
        await published(parts, settings, yes=False, publishes=True)
        desk = HastyDesk(parts.store, parts.known, lambda: parts.shelf.library)
        gateways = {"web": WebGateway(parts.store)}
        worker = parts.worker(gateways, Files(parts.store, gateways), alone=True)
        runner = web.AppRunner(make_app(desk, parts.store, settings, with_desk=True), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        click.echo(f"Ventanilla is open: http://localhost:{runner.addresses[0][1]}/desk")
        await worker.run()


@click.command()
@click.argument("_run")
@click.option("--data", type=click.Path(path_type=Path), required=True)
@click.option("--directory", type=click.Path(path_type=Path), required=True)
@click.option("--port")
def main(_run: str, data: Path, directory: Path, port: str) -> None:
    server = EmbeddedServer.start(data)
    try:
        asyncio.run(serve(server.url, data, directory))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
