"""What stands beside an error is what was said, and for what chargeboard itself found a code in words."""

import pytest

from chargeboard.domain.codes import ErrorGroup
from chargeboard.panels.errors.view import info_words


@pytest.mark.parametrize(
    ("group", "info", "words"),
    [
        (ErrorGroup.COMMUNICATION, "no_message", "no OCPP-J message"),
        (
            ErrorGroup.COMMUNICATION,
            "unreadable no_object",
            "payload cannot be read; payload is not an object",
        ),
        (ErrorGroup.COMMUNICATION, "as a version of before told it", "as a version of before told it"),
        (ErrorGroup.FAULT, "no_message", "no_message"),
        (ErrorGroup.FAULT, "", ""),
    ],
)
def test_a_code_beside_an_error_is_said_only_where_it_is_one_of_ours(group, info, words):
    assert info_words(group, info) == words
