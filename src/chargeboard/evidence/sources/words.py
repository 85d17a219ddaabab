"""What does the page of differences between sources say?"""

from chargeboard.words.catalogue import Words

say = Words(
    "evidence.sources",
    {
        "title": "Other sources",
        "unknown": "No rows of another system are known of these days: there is nothing to compare.",
        "alone": "One source alone tells of these days: there is nothing to compare.",
        "cut": "There are more rows than are compared at once. Choose fewer days.",
        "beside": "What other systems wrote down, beside this page",
        "beside_key": "Counted are sessions that began in these days. A dash: the source need not know all"
        " sessions, so nobody can tell which ones it lacks.",
        "source": "Source",
        "from": "Rows from",
        "until": "until",
        "sessions": "Sessions",
        "alike": "Alike",
        "differing": "Different",
        "added": "Only there",
        "missing": "Only here",
        "not_told": "Not told by it",
        "attempts": "attempts",
        "links": "connections",
        "statuses": "statuses",
        "steve": "SteVe",
        "ocpp_core": "OCPP.Core",
        "ocpi": "OCPI",
        "session_file": "Session file",
        "differences": "Sessions that differ",
        "none": "No session differs.",
        "how": "How it differs",
        "here": "Here",
        "there": "There",
        "differs_added": "only the source knows it",
        "differs_missing": "the source does not know it",
        "differs_start_later": "begins {by:duration} later there",
        "differs_start_earlier": "begins {by:duration} earlier there",
        "differs_end_later": "ends {by:duration} later there",
        "differs_end_earlier": "ends {by:duration} earlier there",
        "differs_goes_on": "goes on there",
        "differs_is_over": "is over there",
        "differs_energy_more": "{by:wh} more there",
        "differs_energy_less": "{by:wh} less there",
        "differs_socket": "on socket {socket} there",
        "differs_reason": "ended there because: {reason}",
        "differs_card": "another card there",
        "goes_on": "goes on",
        "list": "sessions",
        "states": "Out of service by one and not by the other",
        "states_key": "Each for 15 minutes or longer, the longest 100, while both were known.",
        "no_states": "None.",
        "when": "When",
        "duration": "Duration",
        "by_page": "here",
        "out_by": "Out of service",
        "how_told": "How this is compared",
        "how_compared": "Messages of the charger are the better evidence: figures come from them, and rows"
        " beside them change none. Here the rows of each source are read as if nothing else were known."
        " Sessions are the same by the number of their transaction, else if half of the shorter one is common"
        " to both; on one socket, as far as that is known. On two sockets they are the same only by both, the"
        " number and the time. Of several that fit, it is the one whose start is nearest. Starts and ends"
        " differ from more than 5 seconds on, energies from more than 10 Wh on. An end that was inferred, an"
        " energy that is not known, and what a source does not tell are no difference.",
    },
)
