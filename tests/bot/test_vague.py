"""What of a topic's examples and keywords could be about anything is named, with what to do instead."""

from bot.settings import EXAMPLE_COMPANY
from bot.vague import vague
from knowledge.loader import read_folder
from tests.knowledge.directories import edited, three_topics
from tests.knowledge.slips import IT

CATCHES_ALL = {
    "La computadora va muy lenta": "Necesito ayuda",
    "Mi portátil no enciende": "tengo un problema",
    "The computer is very slow": "I have a question",
    "[laptop, computer]": "[laptop, need, help]",
}


def test_a_topic_that_catches_all_is_told_so_and_where_such_requests_go_by_themselves() -> None:
    files = three_topics()
    for own, anything in CATCHES_ALL.items():
        files = edited(files, IT, own, anything)
    [told] = vague(files)
    assert (told.file, told.warning) == (IT, True)
    assert told.message == (
        'topic laptop says what may be about anything: "tengo un problema", "Necesito ayuda", "I have a question", "need" '
        "and 1 more. It takes what is meant for other topics. Take these out, or write what the problem is; what no topic "
        "fits goes to concierge, the concierge, by itself."
    )


def test_what_names_a_matter_and_what_the_concierge_has_is_not_mentioned() -> None:
    assert vague(three_topics()) == []
    assert vague(read_folder(EXAMPLE_COMPANY)) == []
