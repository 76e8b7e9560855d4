"""A process that has a server, for tests that kill it: python -m tests.bot.store.starter DATA [supervise]"""

import asyncio
import signal
import sys
from pathlib import Path

from bot.store.binaries import NoServer
from bot.store.embedded import EmbeddedServer


async def supervised(server: EmbeddedServer) -> None:
    await server.supervise(lambda sentence: print(sentence, flush=True))


if __name__ == "__main__":
    try:
        server = EmbeddedServer.start(Path(sys.argv[1]))
    except NoServer as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    print(server.pid, server.adopted, flush=True)
    if "supervise" in sys.argv:
        asyncio.run(supervised(server))
    signal.pause()
