"""What the bot says, in every language it speaks, and what it makes of people's words."""

from bot.words.catalogue import LANGUAGES, Words, of, text_in
from bot.words.refusals import refusal

__all__ = ["LANGUAGES", "Words", "of", "refusal", "text_in"]
