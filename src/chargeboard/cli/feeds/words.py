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
        "cannot_unseal": (
            "the password of the feed {feed} was sealed with another key than the one beside the database; "
            "remove the feed on the set-up page, and add it again"
        ),
        "not_on_a_page": "a feed of kind {kind} is set in the settings file, not on a page",
        "address_refused": "nothing is read from {address}",
        "option_refused": "behind the ? stands what is set in the settings file only: {options}",
        "frames_so_far": "{frames}; {health}",
        "ocpi_help": "Set up connections to OCPI parties.",
        "register_help": (
            "Exchange tokens with a party of OCPI that gave you one to register with.\n\n"
            "URL is where its versions are. The token that it gave is asked for by $OCPI_TOKEN, or stands "
            "before the @. Its answer, the token by which it is read from then on, is shown once and kept "
            "nowhere. `chargeboard feed ocpi-receiver` has to be running where --our-url leads, with the "
            "token of $OCPI_RECEIVER_TOKEN: the party asks there while it registers us."
        ),
        "our_url_option": "Where the party reaches our versions.",
        "party_option": "Who we are: country and party, such as DE*ABC.",
        "business_option": "Our name.",
        "bad_party": "{party} is none: two letters of a country, *, and three letters or digits",
        "no_own_token": "set OCPI_RECEIVER_TOKEN, the token of the receiver, {least} characters at least",
        "registered": "Registered with {parties}. The token by which it is read from now on, shown once:",
        "mirror_help": (
            "Take in what chargers and their CSMS said, from captures of the network (pcap, pcapng).\n\n"
            '"-" is standard input, as of `tcpdump -i eth0 -U -s 0 -w - tcp port 9000`. Nothing is put in '
            "the way of chargers. Reading a capture twice changes nothing, and captures of one wire are read "
            "on where the last one ended. What passes by TLS cannot be read. Secrets and id tokens are "
            "hidden before anything is kept."
        ),
        "wire_option": "What the wire is called, where several are captured.",
        "mirror_stop_first": "Stop it first, or name another wire (--wire).",
        "mirroring": "reading {files} into {database} (Ctrl-C ends it)",
    },
)
