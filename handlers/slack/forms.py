"""The two forms that Slack's own surfaces open: to ask, and to record for somebody. Pure; all others are the desk's."""

from typing import Any

from handlers.slack import blocks as b
from handlers.slack.values import Sheet, Shown, packed_sheet
from handlers.slack.words import SlackWords

ASK_FORM, RECORD_FORM = "ask", "record"  # their callbacks


def ask_view(words: SlackWords, shown: Shown | None = None) -> dict[str, Any]:
    """One box, and whether it is only for whoever answers."""
    private = b.tick("private", words("slack-ask-private"))
    text = b.text_input("text", lines=True, hint=words("slack-ask-hint"))
    return b.modal(
        words("slack-ask-title"),
        [
            b.field("text", words("slack-ask-label"), text),
            b.field("private", words("slack-ask-private-label"), private, required=False),
        ],
        callback=ASK_FORM,
        submit=words("slack-ask-submit"),
        close=words("slack-cancel"),
        metadata=packed_sheet(Sheet(verb="ask", shown=shown)),
    )


def record_view(words: SlackWords, shown: Shown | None = None) -> dict[str, Any]:
    """What came by phone or in the corridor."""
    who = b.select_person("who", words("slack-choose"))
    text = b.text_input("text", lines=True, hint=words("slack-ask-hint"))
    return b.modal(
        words("slack-record-title"),
        [
            b.field("who", words("slack-record-who"), who),
            b.field("text", words("slack-record-label"), text),
        ],
        callback=RECORD_FORM,
        submit=words("slack-ask-submit"),
        close=words("slack-cancel"),
        metadata=packed_sheet(Sheet(verb="record", shown=shown)),
    )
