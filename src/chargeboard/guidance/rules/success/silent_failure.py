"""I05: the last attempts failed, by no fault of cards or drivers, and none succeeded since."""

from collections import Counter
from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.attempts_seen import silent_runs
from chargeboard.guidance.failures import OF_CLASS, action_for
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import Instant


def _judge(seen: LookedAt) -> Iterator[Found]:
    for socket, run in silent_runs(seen):
        kinds = Counter(a.outcome for a in run)
        kind, number = kinds.most_common(1)[0]
        of_class = Phrase(OF_CLASS[kind])
        yield Found(
            "silent_failure" if socket is None else "silent_failure_of_socket",
            {
                "failed": len(run),
                "socket": socket,
                "since": run[0].start,
                "mostly": Phrase(
                    "all_of_class" if number == len(run) else "mostly_of_class", {"kinds": (of_class,)}
                ),
            },
            since=run[0].start,
            action=action_for(kinds),
        )


RULES = (
    Rule(
        id="I05",
        panel="success",
        severity=Weight.CRITICAL,
        need=Need.DRIVERS,
        looks_at=LooksAt.MOMENT,
        codes=("silent_failure", "silent_failure_of_socket"),
        numbers={"since": Instant},
        judge=_judge,
    ),
)
