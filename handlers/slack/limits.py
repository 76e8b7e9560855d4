"""Slack's limits, as data: what we render within, and what the tests' Slack refuses beyond.

Lengths count UTF-16 units, since Slack does not say what it counts and no reading of "characters" gives more.
"""

# Messages and views
MESSAGE_BLOCKS = 50
MODAL_BLOCKS = 100
HOME_BLOCKS = 100
MESSAGE_TEXT = 40_000  # cut off there by Slack
MESSAGE_CHARS = 13_000  # all blocks of one message together: near 13 200 Slack refuses it
VIEW_TITLE = 24
VIEW_SUBMIT = 24
VIEW_CLOSE = 24
PRIVATE_METADATA = 3000
MODAL_STACK = 3
METADATA_BYTES = 16_000
FILE_NAME = 255

# Blocks
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3000
ACTIONS_ELEMENTS = 25
MARKDOWN_TEXT = 12_000
RICH_TEXT = 3000  # of one block: not documented, so that of a section
INPUT_LABEL = 2000
INPUT_HINT = 2000

# Elements
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_URL = 3000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
OPTION_GROUPS = 100
OVERFLOW_OPTIONS = 5
CHECKBOXES = 10
RADIO_BUTTONS = 10
PLACEHOLDER = 150
PLAIN_INPUT = 3000
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
IDS = 255  # action_id, block_id, callback_id, external_id

# Requests
BODY_BYTES = 1 << 20
SIGNATURE_AGE_S = 300
ANSWER_WITHIN_S = 3
RESPONSE_URL_USES = 5
RESPONSE_URL_S = 30 * 60
TRIGGER_S = 3
RETRIES_AFTER_S = (0, 60, 300)  # an event comes again at once, after a minute, after five


def length(text: str) -> int:
    """As Slack may count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
