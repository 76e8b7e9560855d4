"""Texts that people and attackers write, and strategies that mix them."""

from hypothesis import strategies as st

HOSTILE = (
    "<!channel> <!here> <!everyone> <@U00001> <!subteam^S1|@all> @channel",
    "<https://evil.example|faro.example> [link](javascript:alert(1)) *bold* _it_ `code` ```",
    '{"type":"button","action_id":"act/take/0"}',
    "&amp; &lt;b&gt; & < > " * 40,
    "\u202eright to left\u202c \u2066isolated \u2067never closed",
    "Z" + "\u0310\u0489" * 5000,
    "👨‍👩‍👧‍👦" * 3000,
    "\ud800 lone \udfff surrogates",
    "nul\x00bell\x07escape\x1b[31m",
    "\u200b\u200b\u200b",
    " \n\t ",
    "",
    "a" * 40_000,
    "palabra " * 5_000,
    "línea\r\nlínea\n" * 4_000,
    "&" * 40_000,
    "مرحبا بالعالم " * 3_000,
)

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=300),
    st.text(alphabet=st.characters(), max_size=60).map(lambda text: text * 700),
)
short = st.one_of(st.sampled_from(HOSTILE[:12]), st.text(max_size=200))
