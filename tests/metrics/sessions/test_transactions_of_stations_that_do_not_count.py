from chargeboard.domain.facts import TransactionTold
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.transactions import transactions
from chargeboard.time.instants import SECOND

START = 1_760_356_800 * SECOND


def told(second, event, seq_no, **said):
    at = START + second * SECOND
    return TransactionTold(at, at + SECOND, f"{at}/m", "A", event, seq_no, socket=1, **said)


def test_a_station_that_always_says_number_0_still_ends_its_transaction():
    facts = [told(0, "Started", 0), told(30, "Updated", 0, charging_state="Charging"), told(60, "Ended", 0)]
    ((found,), _) = transactions(facts, [1], Policy())
    assert found.end == START + 60 * SECOND
    assert [state for _, state in found.charging_states] == ["Charging"]


def test_the_same_event_twice_is_one_event():
    facts = [told(0, "Started", 0), told(60, "Ended", 1), told(60, "Ended", 1)]
    ((found,), _) = transactions(facts, [1], Policy())
    assert (found.end, found.repeats_of_stop) == (START + 60 * SECOND, 1)
