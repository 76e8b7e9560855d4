"""What Teams takes of one bot: the product keeps within it, the tests' Teams refuses what is more."""

# So many, in so many seconds. Messages into one thread:
PER_THREAD = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
NEW_CONVERSATIONS = PER_THREAD
ROSTER = ((14, 1.0), (120, 30.0), (3600, 3600.0))  # questions about members, in one conversation
LARGEST_MESSAGE = 80_000  # bytes of UTF-16, with all that belongs to it
LARGEST_CARD = 28_000  # bytes of JSON in its longest spelling
