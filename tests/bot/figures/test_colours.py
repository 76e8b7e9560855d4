"""The charts' colours as eyes see them that lack a kind of cone: told apart, and legible on their paper.

Simulated as Machado, Oliveira and Fernandes (2009) give it for the whole lack; distances are CIE 1976.
"""

from itertools import combinations

import pytest

from bot.figures.charts import _COLOURS, _DASHES, _SHAPES, Scheme, definition
from tests.bot.figures.test_told import weekly

JUST_NOTICED = 2.3
EYES = {
    "all three": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no middle": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no short": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)


def lightness(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    light = linear(colour)
    mixed = (sum(a * b for a, b in zip(row, light, strict=True)) for row in EYES[eyes])
    red, green, blue = (min(max(one, 0.0), 1.0) for one in mixed)
    return lab(red, green, blue)


def distance(one: str, other: str, eyes: str) -> float:
    pairs = zip(seen(one, eyes), seen(other, eyes), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", _COLOURS)
def test_no_two_lines_are_one_colour_to_any_eyes(scheme: Scheme, eyes: str) -> None:
    for one, other in combinations(_COLOURS[scheme].lines, 2):
        assert distance(one, other, eyes) > 4 * JUST_NOTICED


@pytest.mark.parametrize("scheme", _COLOURS)
def test_lines_and_letters_stand_out_from_their_paper(scheme: Scheme) -> None:
    """By the contrast that WCAG asks of text, which is more than it asks of lines."""
    colours = _COLOURS[scheme]
    for one in (*colours.lines, colours.ink):
        dark, light = sorted((lightness(one), lightness(colours.paper)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, one


def test_no_line_is_told_by_its_colour_alone() -> None:
    assert len({str(dash) for dash in _DASHES}) == len(set(_SHAPES)) == len(_COLOURS["light"].lines)
    encoding = definition(weekly())["encoding"]
    for channel in ("color", "strokeDash", "shape"):
        assert encoding[channel]["field"] == "series"
        assert len(encoding[channel]["scale"]["range"]) == 3
