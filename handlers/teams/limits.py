"""What Teams takes of one bot: the product keeps within it, the tests' Teams refuses what is more."""

# Messages into one thread, and new conversations alike: (so many, in so many seconds).
PER_THREAD = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
LARGEST_MESSAGE = 80_000  # bytes of UTF-16, with all that belongs to it
LARGEST_CARD = 28_000  # bytes of JSON in its longest spelling
