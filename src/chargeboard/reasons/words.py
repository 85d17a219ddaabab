"""What is said of each reason?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "reasons",
    {
        # what became of an attempt, and why
        "delivered": "{energy_wh:energy} delivered",
        "fed_back": "{energy_wh:energy} fed back by the vehicle",
        "started": "a transaction started",
        "charged": "charging began",
        "next_start_higher": "energy unknown, but the meter was higher at the next start in the plug-in",
        "lasted": "energy unknown, but the transaction lasted {duration_s:duration}",
        "running": "the transaction runs and has not delivered enough yet",
        "plugged_in": "still plugged in",
        "waiting": "waiting for the plug or the start",
        "authorisation_answered": "authorisation answered {status}",
        "start_answered": "start answered {status}",
        "deauthorised": "stopped as DeAuthorized",
        "remote_start_answered": "remote start answered {status}",
        "start_failed": "start answered with an error",
        "tariff_refused": "the tariff was not accepted",
        "errors": "{codes} during the attempt",
        "stopped_by": "stopped by {reason}",
        "not_plugged_in": "authorised, but nothing was plugged in",
        "no_start": "no start followed",
        "never_authorised": "plugged in, but never authorised",
        "no_transaction": "plugged in and authorised, but no transaction started",
        "timed_out": "timed out before charging",
        "ended_by": "ended after {duration_s:duration} by {reason}",
        "ended": "ended after {duration_s:duration} by no given reason",
        "too_little": "ended after {duration_s:duration} with too little energy",
        # what was inferred or repaired to know a session
        "session_relative_register": "the meter values count from the session's start",
        "matched_by_inference": "the stop named no known transaction; only this open one matches",
        "energy_unknown": "the meter readings do not show the energy",
        "begin_inferred": (
            "no reading at the start, 0 was sent instead; the first real one is used as the start"
        ),
        "meter_glitch": "a reading far off its neighbours was left out",
        "meter_reset": "the register started again from zero; what it counted before was kept",
        "rollover": "the register rolled over",
        "energy_suspicious": "more energy than the charger can deliver in that time",
        "revised": "a message about it arrived after its day was over",
        "clock_repaired": "a time stamp was unusable; the time of receipt is used",
        "no_stop": "no stop arrived: it ends at the first sign that it was over, its energy is a lower bound",
        # what was odd in a message
        "missing": "{field} is missing",
        "component_or_variable_missing": "component or variable is missing",
        "no_number": "{field} is not a number",
        "no_text": "{field} is not text",
        "number_for_text": "{field} is a number",
        "no_integer": "{field} is not a valid integer",
        "no_boolean": "{field} is not true or false",
        "no_list": "{field} is not a list",
        "no_object": "{field} is not an object",
        "null": "{field} is null",
        "too_long": "{field} is too long",
        "unreadable": "{field} cannot be read",
        "unknown_property": "{field} has a property that is not in the standard",
        "unknown_word": "{field} is not in the standard",
        "spelled_otherwise": "{field} is spelled differently",
        "beyond_any_meter": "{field} is beyond any meter",
        "unit_does_not_fit": "unit does not match the measurand",
        "other_version": "an action of another version",
        "payload_of_other_version": "a payload of another version",
        "no_message": "no OCPP-J message",
        "no_message_type": "no such message type",
        "no_turn_of_connection": "no turn of a connection",
        "no_row": "no row of another system",
        "not_taken": "the other system did not take it",
        "value_left_out": "a value that was left out",
        "stamp_not_usable": "stamp not usable",
        "status_stamp_not_believed": "status time stamp implausible",
        # what else is to be known of what a charger told
        "clock_off": "the clock is {offset_s:clock_off}; its stamps are corrected by that",
        "stray_stop": "a stop that matches no known transaction; it ends nothing",
        # as it was stored by a version that kept sentences
        "told": "{text}",
    },
)
