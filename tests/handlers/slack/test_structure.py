"""How Slack's room is built: Block Kit comes from one place, and listeners only translate."""

import ast
from pathlib import Path

import handlers.slack as package

FOLDER = Path(package.__file__).parent


def literal_types(file: Path) -> list[int]:
    """The lines where a dictionary with a `type` is written out: a block, an element or a view."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Dict)
        and any(isinstance(key, ast.Constant) and key.value == "type" for key in node.keys)
    ]


def test_blocks_are_written_out_in_one_file_alone():
    """The manifest names the kinds of its shortcuts, which are no blocks."""
    written = {file.name for file in FOLDER.glob("*.py") if literal_types(file)}
    assert written == {"blocks.py", "manifest.py"}


def test_every_module_fits_a_glance():
    assert [file.name for file in FOLDER.glob("*.py") if len(file.read_text().splitlines()) > 400] == []
