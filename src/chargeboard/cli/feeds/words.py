"""What is said by `cli/feeds/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "cli.feeds",
    {
        "help": (
            "Take in what another system writes down of its chargers, as it writes it; Ctrl-C ends it.\n\n"
            "KIND is the system and URL where it is, such as:\n\n\b\n{examples}\n\n"
            "It is only read, and another start carries on where this one ended. A password is better not "
            "written here: for PostgreSQL it stands in ~/.pgpass or PGPASSWORD, for MariaDB and MySQL in "
            "~/.my.cnf or MYSQL_PWD, for others in {variables}."
        ),
        "once_option": "Take in what is there, and end.",
        "reading": "reading {feed} into {database} (Ctrl-C ends it)",
        "cannot_tell": "what it cannot tell: {what}",
        "frames_so_far": "{frames}; {health}",
    },
)
