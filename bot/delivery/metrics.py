"""What delivery counts for operators: how much and how late, never who or what about (laws 11 and 14)."""

from functools import cache

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

_LATE_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 300.0, 3600.0)


class DeliveryMetrics:
    """Made once a registry: `shared` for the process's own."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"ventanilla_delivery_{name}", text, labels, registry=registry)

        self.planned = counter("planned", "notices appended to a lane")
        self.sent = counter("sent", "notices that a platform took", "platform", "how")
        self.skipped = counter("skipped", "notices that no longer had to be sent", "why")
        self.postponed = counter("postponed", "sends put off by a platform", "platform")
        self.held = counter("held", "notices that wait for a better moment", "why")
        self.merged = counter("merged", "notices told together in one message")
        self.doubtful = counter("doubtful", "sends whose outcome was unknown", "platform", "outcome")
        self.dead = counter("dead", "dead letters", "platform", "why")
        self.not_reached = counter("not_reached", "accountabilities that moved on for lack of delivery")
        self.poison = counter("poison", "notices or timers set aside after repeated faults", "where")
        self.timers = counter("timers", "timers fired", "timer")
        self.timer_lag = Histogram(
            "ventanilla_timer_lag_seconds",
            "how long after its time a timer fired",
            buckets=_LATE_S,
            registry=registry,
        )
        self.delay = Histogram(
            "ventanilla_delivery_delay_seconds",
            "from the plan to the platform's answer",
            ("platform",),
            buckets=_LATE_S,
            registry=registry,
        )
        self.busy_lanes = Gauge(
            "ventanilla_delivery_busy_lanes", "lanes that this process is sending", registry=registry
        )

    @staticmethod
    @cache
    def shared() -> "DeliveryMetrics":
        return DeliveryMetrics()
