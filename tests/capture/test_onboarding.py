"""Lists of chargers that passwords are made for."""

import pytest

from chargeboard.capture.onboarding import read_list


def stations(data):
    found = read_list(data if isinstance(data, bytes) else data.encode())
    assert found.complaints == []
    return [one.station for one in found.chargers]


@pytest.mark.parametrize(
    "text",
    [
        "A 1\nB/2\n",
        "id\nA 1\nB/2",
        "\n\nid\r\n A 1 \r\n\r\nB/2\r\n",
        "Charge Point ID,site\nA 1,Yard\nB/2,\n",
        "name;charge_point-id\nx;A 1\n;B/2\n",
        'chargeBoxId\tname\n"A 1"\tx\nB/2\n',
        "\ufeffCharger\nA 1\nB/2\n",
        "IDENTITY\rA 1\rB/2\r",
        "site, ocppIdentity\nx, A 1\ny, B/2\n",
    ],
)
def test_a_list_is_read_as_spreadsheets_and_other_systems_write_it(text):
    assert stations(text) == ["A 1", "B/2"]


def test_a_list_of_a_spreadsheet_in_utf_16_is_read():
    assert stations("id\nÄ\n".encode("utf-16")) == ["Ä"]


def test_what_cannot_be_taken_is_told_with_its_line():
    found = read_list(
        "id,site\nA,x\n,y\nB:1,\nA,z\n\nC\x07,\n{long},\nD,\n".replace("{long}", "x" * 256).encode()
    )
    assert [(one.line, one.station) for one in found.chargers] == [(2, "A"), (9, "D")]
    assert [(line, words.split(":")[0]) for line, words in found.complaints] == [
        (3, "there is no id in it"),
        (4, "B"),
        (5, "A is in line 2 already"),
        (7, "the id is blank or has control characters"),
        (8, "the id is longer than 255 characters"),
    ]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "the file lists no charger"),
        (b" \n\n", 1, "the file lists no charger"),
        (b"id\n", 1, "no charger under it"),
        (b"name,site\nA,x\n", 1, "none of the columns is called"),
        (b"id,station\nA,x\n", 1, "may all hold the id"),
        (b"\xff\xfe\x00", 1, "neither UTF-8 nor UTF-16"),
        (b"id\n\xff\n", 1, "neither UTF-8"),
        (b'id\nA\n"B\n', 3, "not a CSV"),
    ],
)
def test_a_file_that_is_no_list_is_told_as_such(data, line, words):
    (found,) = read_list(data).complaints
    assert found[0] == line
    assert words in found[1]
