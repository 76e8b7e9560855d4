"""Named places where the kill tests end a process. Without VENTANILLA_CRASH they cost one comparison.

VENTANILLA_CRASH        point, or point:kind, or point:kind:nth (kind: worker, redis, both; the nth time it is met)
VENTANILLA_CRASH_MARK   a file, written just before: the proof that the point was hit. While it exists nothing
                        more happens, so that a restarted process with the same environment lives
VENTANILLA_CRASH_REDIS  the embedded server's record (server.json), for the kinds redis and both
"""

import json
import os
import signal
from pathlib import Path
from typing import Literal, get_args

Point = Literal["receive", "decide", "commit", "ack", "wake", "lease", "plan", "send", "record", "timer"]
POINTS: tuple[str, ...] = get_args(Point)

_POINT, _, _REST = os.environ.get("VENTANILLA_CRASH", "").partition(":")
_KIND, _, _NTH = _REST.partition(":")
_times_met = 0


def reached(point: Point) -> None:
    """Ends this process or Redis here when the environment asks for it; else nothing."""
    if point == _POINT:
        _met()


def _met() -> None:
    global _times_met
    _times_met += 1
    if _times_met != int(_NTH or 1):
        return
    mark = Path(os.environ["VENTANILLA_CRASH_MARK"])
    try:
        with mark.open("x") as file:
            file.write(f"{_POINT} {_KIND or 'worker'} {os.getpid()}\n")
    except FileExistsError:
        return
    if _KIND in ("redis", "both"):
        record = json.loads(Path(os.environ["VENTANILLA_CRASH_REDIS"]).read_bytes())
        os.kill(record["pid"], signal.SIGKILL)
    if _KIND != "redis":
        os._exit(137)
