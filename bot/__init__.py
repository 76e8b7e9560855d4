"""The desk: what is asked, who owns it, by when, and how it is told."""

import os

# numpy reads this once, when it is first imported. The matcher's products are small: on a machine that is busy a second
# thread makes them wait for a core instead of for the product, and a factorization takes ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
