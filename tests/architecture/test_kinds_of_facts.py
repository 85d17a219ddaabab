"""Can a fact be asked by its type what it is?"""

from chargeboard.domain.facts import Fact


def test_no_kind_of_fact_is_one_of_another_but_what_is_gathered_is_sampled():
    below = {(one.__name__, kind.__name__) for kind in Fact.__subclasses__() for one in kind.__subclasses__()}
    assert below == {("Gathered", "Sampled")}
