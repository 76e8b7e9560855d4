"""The command line of `ventanilla`, and the only place that puts all parts together."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import click
import structlog
from aiohttp import web as aiohttp_web

from bot.assembly import Parts, connected, published
from bot.cli import care, offline
from bot.cli.away import away
from bot.cli.export import export, import_
from bot.cli.fail import Failed
from bot.cli.groups import Commands
from bot.cli.lessons import lessons
from bot.cli.people import people
from bot.cli.rehearse import rehearse_command
from bot.cli.route import route
from bot.cli.simulate import simulate
from bot.cli.stats import stats
from bot.delivery.files import Files
from bot.delivery.gateway import Gateway
from bot.edits import Edits
from bot.figures.painter import shared
from bot.log import to_stderr
from bot.retention import keep_no_longer
from bot.settings import Settings, WrongSetting, from_environment, has_desk, with_secret
from bot.store.binaries import NoServer
from bot.store.embedded import EmbeddedServer, InUse
from bot.store.link import Unavailable
from handlers import commands, platforms
from handlers.platforms import Connected, Platform
from handlers.web.app import make_app
from handlers.web.gateway import WebGateway
from handlers.web.signed import signed_pages

log = structlog.get_logger()

WITHOUT_REDIS = (
    "REDIS_URL is not set. `ventanilla {name}` shares its Redis with other processes, so it needs its address, for "
    "example REDIS_URL=redis://localhost:6379/0; `ventanilla run` starts one of its own."
)


# A directory that was edited is read in a thread: the event loop waits for it this long at most, not five times that.
SWITCH_S = 0.001
DRAWS_FROM_S = 5.0  # after the start what charts are drawn with is loaded, in a process of its own


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ventanilla", prog_name="ventanilla")
def main() -> None:
    """Ventanilla: one counter where a colleague's request always finds its owner."""


_directory = click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
_data = click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")
_port = click.option("--port", type=click.IntRange(0, 65535), help="[default: 3000, or PORT]")
_host = click.option("--host", help="[default: 127.0.0.1]")
_desk = click.option(
    "--desk", is_flag=True, default=None, help="The local web desk, also beside a REDIS_URL."
)
_yes = click.option(
    "--yes", is_flag=True, help="Accept a directory that drops over a fifth of people or topics."
)


@main.command()
@_port
@_host
@_data
@_directory
@_desk
@_yes
def run(*, yes: bool, **given: Any) -> None:
    """Start everything in one process: web and worker, on a Redis of its own unless REDIS_URL names one."""
    to_stderr()
    settings, connects = _settings(**given)
    with _server(settings) as (url, server):
        _serve(settings, connects, url, server, yes=yes, web=True, worker=True)


@main.command()
@_port
@_host
@_data
@_directory
@_desk
def web(**given: Any) -> None:
    """Start a web process; any number of them share one REDIS_URL."""
    to_stderr()
    settings, connects = _settings(**given)
    if not settings.redis_url:
        raise Failed(WITHOUT_REDIS.format(name="web"))
    _serve(settings, connects, settings.redis_url, None, yes=False, web=True, worker=False)


@main.command()
@_data
@_directory
@_yes
def worker(*, yes: bool, **given: Any) -> None:
    """Start a worker process, which delivers and keeps time; any number of them share one REDIS_URL."""
    to_stderr()
    settings, connects = _settings(**given)
    if not settings.redis_url:
        raise Failed(WITHOUT_REDIS.format(name="worker"))
    _serve(settings, connects, settings.redis_url, None, yes=yes, web=False, worker=True)


def _settings(**given: Any) -> tuple[Settings, Connected]:
    """Raises Failed with the variable's name for whatever the environment has wrong."""
    try:
        settings = from_environment(**given)
        return with_secret(settings), platforms.from_environment(settings.host)
    except WrongSetting as wrong:
        raise Failed(str(wrong)) from None
    except OSError as error:
        raise Failed(f"The data folder can't be used: {error}. Give another one with --data.") from None


@contextmanager
def _server(settings: Settings) -> Iterator[tuple[str, EmbeddedServer | None]]:
    """The Redis to use: the one of REDIS_URL, or our own child, stopped last."""
    if settings.redis_url:
        yield settings.redis_url, None
        return
    try:
        server = EmbeddedServer.start(settings.data)
    except (NoServer, InUse) as trouble:
        raise Failed(str(trouble)) from None
    try:
        yield server.url, server
    finally:
        server.stop()


def _serve(
    settings: Settings, connects: Connected, url: str, server: EmbeddedServer | None, **what: bool
) -> None:
    sys.setswitchinterval(SWITCH_S)
    loop_factory = _uvloop()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        try:
            runner.run(_until_told(_serving(settings, connects, url, server, **what)))
        except NoServer as trouble:  # it died, and can't be started again
            raise Failed(str(trouble)) from None
        except Unavailable as trouble:
            raise Failed(
                f"Redis does not answer ({trouble}). Check REDIS_URL and that the server runs."
            ) from None
        except OSError as error:
            raise Failed(
                f"Port {settings.port} on {settings.host} can't be used ({error.strerror}). Give another with --port."
            ) from None


def _uvloop() -> Any:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def _until_told(serving: Coroutine[Any, Any, None]) -> None:
    """Serves until SIGINT or SIGTERM, also while it still starts; the caller stops Redis, last."""
    task = asyncio.ensure_future(serving)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


async def _serving(
    settings: Settings,
    connects: Connected,
    url: str,
    server: EmbeddedServer | None,
    *,
    yes: bool,
    web: bool,
    worker: bool,
) -> None:
    """Until cancelled, then stops web first and the worker after it. Raises whatever a part of it ended with."""
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(connected(settings, url))
        edits = Edits(parts.shelf, settings.directory)
        await _has_directory(parts, settings, yes=yes, publishes=worker)
        gateways: dict[str, Gateway] = {}
        files = Files(parts.store, gateways, secret=settings.secret, url=settings.url)
        chats = platforms.made(
            connects, parts.desk, parts.store, settings, lambda: parts.shelf.library, files
        )
        for chat in chats:
            stack.push_async_callback(chat.aclose)
        acts: list[Coroutine[Any, Any, None]] = [parts.shelf.follow()]
        if server is not None:
            acts.append(server.supervise(lambda said: log.warning("redis", said=said)))
        if worker:
            acts += [keep_no_longer(parts.store), edits.follow(), parts.shelf.keep_learning()]
        running = await stack.enter_async_context(_beside(*acts))
        with_desk = has_desk(settings, connected=connects.any)
        gateways |= _gateways(parts, chats, with_desk=with_desk)
        if not with_desk:
            parts.known.chats = tuple(chat.gateway.platform for chat in chats)
        if worker:
            of_worker = parts.worker(gateways, files, alone=server is not None)
            for chat in chats:
                await stack.enter_async_context(chat.reaching())
            running += await stack.enter_async_context(
                _beside(of_worker.run(), parts.monday(gateways, settings).run())
            )
        if web:
            await stack.enter_async_context(_beside(shared().warm(DRAWS_FROM_S)))
            await stack.enter_async_context(_listening(parts, settings, chats, files, with_desk=with_desk))
        ended, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()


async def _has_directory(parts: Parts, settings: Settings, **how: bool) -> None:
    """A wrong REDIS_URL is told at once; a Redis that has answered and then pauses ends no start."""
    await parts.store.ping()
    while True:
        try:
            return await published(parts, settings, **how)
        except Unavailable as trouble:
            log.warning("redis.silent", why=str(trouble))
            await asyncio.sleep(1.0)


def _gateways(parts: Parts, chats: Sequence[Platform], *, with_desk: bool) -> dict[str, Gateway]:
    """The local desk delivers too where it is there, and where nothing else could."""
    found: dict[str, Gateway] = {chat.gateway.platform: chat.gateway for chat in chats}
    if with_desk or not found:
        found["web"] = WebGateway(parts.store)
    return found


@asynccontextmanager
async def _beside(*acts: Coroutine[Any, Any, None]) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """They run meanwhile, and may finish what they have begun when it is over."""
    tasks = [asyncio.create_task(act) for act in acts]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _listening(
    parts: Parts, settings: Settings, chats: Sequence[Platform], files: Files, *, with_desk: bool
) -> AsyncIterator[None]:
    app = make_app(parts.desk, parts.store, settings, with_desk=with_desk, files=files)
    for chat in chats:
        app.add_routes(chat.routes())
        for path, pages in chat.pages(
            partial(signed_pages, parts.desk, parts.store, settings, files)
        ).items():
            app.add_subapp(path, pages)
    async with AsyncExitStack() as stack:
        for chat in chats:
            await stack.enter_async_context(chat.listening())
        runner = aiohttp_web.AppRunner(app, access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = aiohttp_web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        here, where = f"http://{_shown(settings.host)}:{port}", "/desk" if with_desk else "/readyz"
        click.echo(f"Ventanilla is open: {here}{where}")
        for chat in chats:
            click.echo(chat.way_in(here))
        yield


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104  only shown


for _command in (
    offline.check,
    offline.directory,
    route,
    offline.evaluate,
    care.publish,
    care.forget,
    care.doctor,
    care.retry,
    lessons,
    rehearse_command,
    people,
    export,
    import_,
    stats,
    simulate,
    commands.manifest,
):
    main.add_command(_command)
people.add_command(away)
people.add_command(commands.install_teams)
care.CHECKS.extend([commands.of_slack, commands.of_teams])


if __name__ == "__main__":
    main(prog_name="ventanilla")
