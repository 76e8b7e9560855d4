"""What the web counts for operators: how much and how quick, never who or what about."""

from prometheus_client import Counter, Gauge, Histogram

panes = Gauge("ventanilla_web_panes", "panes of the local desk that are connected")
answers = Counter("ventanilla_web_answers", "answers by kind", ("kind",))
acts = Histogram(
    "ventanilla_web_act_seconds",
    "from the form's arrival to the answer, which comes after the commit",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
)
