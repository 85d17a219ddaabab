"""What is said of a workbook on the page holds for the sheet that was shown."""

from pathlib import Path

from chargeboard.cli.server.uploaded import Upload


def test_columns_of_a_sheet_are_confirmed_and_those_of_another_are_not_taken_for_its_own():
    upload = Upload(Path("sessions.xlsx"))
    june = upload.as_told({"sheet": "June"}, "CP-7", None)
    assert (june.told, june.is_confirmed, june.station) == ({"sheet": "June"}, False, "CP-7")
    said = {"sheet": "June", "start": "Arrival"}
    assert june.as_told(said, "CP-7", None)[-2:] == (said, True)
    assert june.as_told({**said, "sheet": "July"}, "CP-7", None)[-2:] == ({"sheet": "July"}, False)


def test_what_is_said_of_a_file_without_sheets_is_confirmed():
    assert Upload(Path("sessions.csv")).as_told({"start": "Arrival"}, "", None).is_confirmed
