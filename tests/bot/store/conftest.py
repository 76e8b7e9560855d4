"""What the store's tests share beside the server of the session."""

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder with a short path; whatever server is left in it is ended."""
    folder = Path(tempfile.mkdtemp(prefix="vt-"))
    yield folder
    with suppress(OSError, ValueError):
        os.kill(json.loads((folder / "redis" / "server.json").read_bytes())["pid"], signal.SIGKILL)
    shutil.rmtree(folder)
