"""What is said of feeds?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "capture.feeds",
    {
        "no_such_kind": 'there is no kind of feed "{kind}"; there are {kinds}',
        "not_an_address": "its address is not one of this kind of feed; write it like {example}",
        "needs_extra": (
            "{kind} needs {module}, which is not installed; "
            "install it beside chargeboard: pip install 'chargeboard[{extra}]'"
        ),
        "refused": "its database lets us in neither by this user nor by this password: {said}",
        "no_database": "its server has no such database: {said}",
        "no_table": (
            "its database has no table {table}: is this the database of {system}, and the right schema?"
        ),
        "no_right": (
            "its database does not let this user read {table}; allow it there: "
            'GRANT SELECT ON {table} TO "{user}"'
        ),
        "unknown_version": "its table {table} has no {columns}: this version of {system} is not known",
        "away": "its database cannot be reached: {said}",
        "failed": "its database does not answer what was asked: {said}",
        "no_right_to_read": "its database does not let this user read its tables: {said}",
        "unknown_schema": "its tables are none of {system} that are known: {said}",
        "clock_behind": (
            "its clock is {seconds:count} s behind ours: set one of them right; nothing is lost meanwhile"
        ),
        "clock_ahead": (
            "its clock is {seconds:count} s ahead of ours: set one of them right; nothing is lost meanwhile"
        ),
        "no_token": (
            "others than this machine may post, so it needs a token of at least {least} characters: "
            "write it before the @, like {example}"
        ),
        "no_authority": "{file} holds no certificate of an authority: {said}",
        "certificate_of_another": "its certificate is not for {host}",
        "certificate_made_there": (
            "its certificate is not for {host}; where the database made it by itself, it names no host: "
            "write &verify=ca after the name of the file"
        ),
        "certificate_of_unknown": (
            "the authority that signed its certificate is not known here: name its file behind the address, "
            "like ?ca=/etc/ssl/authority.pem"
        ),
        "certificate_not_believed": "its certificate is not believed: {said}",
        "speaks_no_tls": "it speaks no TLS at that port",
        "cannot_listen": "{host}:{port} cannot be listened to: {said}",
        "tried_rows": Plural(
            "It can be read: there is {n} row, of {chargers}.",
            "It can be read: there are {n} rows at least, of {chargers}.",
        ),
        "tried_nothing": "It can be read, and nothing is there yet.",
        "tried_unreadable": Plural(
            "It can be read, but of {n} row nothing can be made.",
            "It can be read, but of its first {n} rows nothing can be made.",
        ),
        "health": "last row {ago} ago, {behind} behind when it came",
        "health_none": "no row yet",
        "health_wrong": "not read for {since}: {why}",
        "health_unread": "it has not been read for {since}",
    },
)
