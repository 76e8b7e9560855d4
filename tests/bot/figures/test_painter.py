"""The process that draws begins before it is needed and ends with the one that it draws for."""

import asyncio
import signal
from pathlib import Path

from bot.figures.painter import Painter
from tests.faults.processes import Running
from tests.faults.waiting import wait_until


async def until_ctrl_c() -> None:
    painter, pressed = Painter(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, pressed.set)
    await painter.warm()
    print("warm")
    await pressed.wait()
    painter.close()


def test_ctrl_c_ends_both_in_order_and_without_a_traceback(tmp_path: Path) -> None:
    painting = Running(tmp_path / "log", module=__name__)
    try:
        wait_until(lambda: "warm" in painting.said, 60, "the drawing process has begun")
        assert painting.press_ctrl_c() == 0
        assert painting.said == "warm\n"
    finally:
        painting.kill()


if __name__ == "__main__":
    asyncio.run(until_ctrl_c())
