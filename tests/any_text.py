"""Any text at all, as long as a message may be."""

from random import Random

from hypothesis import strategies as st

LONGEST = 40_000  # characters
# Where scripts begin and end: Latin, marks above letters, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Ethiopic,
# kana, Han, Hangul, pictures.
SCRIPTS = [
    (0x20, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F),
    (0xE00, 0xE7F), (0x1200, 0x137F), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF),
]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from([" ", "\n", "'", ", ", "7", "nómina ", "payslip ", "Hola, "]),
    st.text(st.characters(), min_size=1, max_size=12),  # any whatever, halves of a pair among them
    *(st.text(st.characters(min_codepoint=a, max_codepoint=b), min_size=1, max_size=12) for a, b in SCRIPTS),
)


@st.composite
def any_text(draw: st.DrawFn) -> str:
    """A few pieces strung together in any order: as long as need be, and full of different words."""
    pieces = draw(st.lists(PIECES, min_size=1, max_size=20))
    length = draw(st.integers(0, LONGEST) | st.just(LONGEST))
    order = Random(draw(st.integers(0, 2**32 - 1)))
    return "".join(order.choices(pieces, k=length))[:length]
