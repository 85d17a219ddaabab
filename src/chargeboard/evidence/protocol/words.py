"""What does the page of protocol health say?"""

from chargeboard.words.catalogue import Words

say = Words(
    "evidence.protocol",
    {
        "title": "Protocol health",
        "unknown": "No messages of the charger itself are known in these days. What another system wrote down"
        " tells nothing of them.",
        "by_side": "What went wrong, by the side at fault",
        "by_side_key": "How often on each local day; the deepest shade is the most of a day. A dash: nobody"
        " can tell, as no messages of that day or that side are known.",
        "sum": "Sum",
        "what": "What",
        "side_charger": "charger",
        "side_csms": "management system",
        "side_link": "connection",
        "late": "Late answers",
        "unanswered": "Answers that never came",
        "refused": "Refused calls",
        "repeated": "Repeated message ids",
        "nonstandard": "Non-standard messages",
        "calls": "Calls made",
        "answers": "Answers given",
        "of_side": "{what}: {side}",
        "means_late": "An answer came more than {late:about} after its call.",
        "means_unanswered": "No answer came within {given_up:about}, or the connection ended first. It is the"
        " connection’s fault if it ended, or if the charger was not heard since.",
        "means_refused": "A call was answered by an error, or by a status such as Rejected. It is the fault"
        " of who refused, unless the error says that the call was malformed.",
        "means_repeated": "A call had the id of an earlier call on the same connection, and was another one.",
        "means_nonstandard": "A message was not as the standard says.",
        "which": "Which messages",
        "side": "At fault",
        "action": "Action",
        "code": "Code",
        "times": "Times",
        "frames_of_action": "Frames of {action}",
        "no_action": "none known",
        "nothing": "Nothing went wrong in these days.",
        "nothing_known": "Nothing is known to have gone wrong in these days.",
        "others": "What did not happen, calls and answers",
        "closes": "How connections ended",
        "no_closes": "No connection ended in these days.",
        "no_ends": "Nobody tells how connections ended.",
        "code_none": "no code told",
        "code_1000": "as agreed",
        "code_1001": "one side went away",
        "code_1002": "against the rules of WebSocket",
        "code_1003": "data of a kind that is not taken",
        "code_1005": "without a code",
        "code_1006": "without a goodbye: cut, or lost on its way",
        "code_1007": "text that is no text",
        "code_1008": "against a rule of the other side",
        "code_1009": "a message was too big",
        "code_1011": "the other side failed",
        "code_1012": "the other side restarts",
        "code_1013": "the other side is too busy",
        "code_1015": "no encrypted connection came about",
        "rhythm": "Closed with {code} about every {every:about} ({least:about} to {most:about}),"
        " {times:count} times.",
        "rhythm_without": "Closed without a code that anybody told about every {every:about} ({least:about}"
        " to {most:about}), {times:count} times.",
        "without_today": "Today is not counted.",
        "all_idle": "No session was open at any of them: something between charger and server may end"
        " connections over which little is sent. Let pings or heartbeats come more often than that.",
        "all_free": "No session was open at any of them.",
        "no_idle": "A session was open at each of them.",
        "some_idle": "No session was open at {idle:count} of them.",
        "how": "How this is counted",
        "how_counted": "Calls and answers are paired as they came, by the instants at which they were"
        " received. What is found on a day counts on that day. Where one side never answers in all these"
        " days, as in a log of one direction alone, nothing is said of its answers.",
    },
)
