"""One correction on a public set: the next like it goes right, and ill will changes nothing that three confirmed."""

import pytest

from tests.bench.learning import measured
from tests.bench.routing_data import ROUTING, clinc
from tests.samples import sample


@pytest.mark.skipif(not ROUTING.is_dir(), reason="the public sets are not beside this folder")
def test_a_correction_helps_the_next_like_it_and_costs_nothing_elsewhere() -> None:
    row = measured(clinc(10, 0), seed=0, tried=sample(25, 60))
    assert row.after_1 >= 0.8
    assert row.after_3 >= 0.95
    assert row.elsewhere > -0.5
    assert row.hostile == 0
