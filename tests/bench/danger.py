"""What people really asked of assistants and banks, and how much of it the desk takes for danger.

python -m tests.bench.danger: every message of the public sets. None was written with danger in mind, so nearly all that
counts as a danger to people (life, violence, distress) is a false alarm. Lost devices and passwords in other hands are
among them and rightly heard, so they are counted apart. CLINC150's and BANKING77's training halves were among the
ordinary texts that the net learned from; the other files it has not seen.
"""

import sys
from collections import Counter
from time import process_time

from knowledge import caution
from tests.bench.routing_data import ROUTING, lines

SEEN = ("clinc150_train", "banking77_train")
UNSEEN = ("clinc150_val", "clinc150_oos_train", "schuster_es_train", "schuster_es_val")
OF_THINGS = ("stolen_device", "password")


def main() -> int:
    if not ROUTING.exists():
        print("the shared routing data is not on this machine", file=sys.stderr)
        return 2
    print(f"{'':20}{'messages':>10}{'to people':>16}{'device, password':>20}{'µs each':>10}")
    for file in (*UNSEEN, *SEEN):
        texts = [line["text"] or "" for line in lines(file)]
        began = process_time()
        found = [caution.danger(text) for text in texts]
        each = (process_time() - began) / len(texts)
        kinds = Counter(danger.kind in OF_THINGS for danger in found if danger is not None)
        people, things = (f"{kinds[of]} ({kinds[of] / len(texts):.2%})" for of in (False, True))
        print(f"{file:20}{len(texts):>10,}{people:>16}{things:>20}{each * 1e6:>10.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
