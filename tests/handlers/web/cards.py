"""Cards as delivery might hand them over, one of each kind of block."""

from bot.delivery.card import Button, Buttons, Card, Fact, Facts, Markdown, Paragraph, Quote


def full_card(text: str = "words", *, number: int | None = 1042) -> Card:
    """Every field that can hold text holds `text`."""
    return Card(
        kind="receipt",
        language="es",
        number=number,
        version=3,
        title=text,
        text=text,
        blocks=(
            Paragraph(text),
            Paragraph(text, "quiet"),
            Quote(text, text, text, True),
            Markdown(text),
            Facts((Fact(text, text),)),
            Buttons(
                (
                    Button(label=text, verb="take", fields={"topic": text}),
                    Button(label=text, verb="promise", form="promise"),
                )
            ),
        ),
    )


def said_card(text: str, *, kind: str = "said", who: str = "Ana Ruiz Peña") -> Card:
    return Card(kind=kind, language="es", number=1042, text=text, blocks=(Quote(text, who, "10:41"),))
