"""What is said by the set-up page?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.setup",
    {
        "title": "Set up – chargeboard",
        "set_up": "Set up",
        "nothing_yet": "No charger is known yet. Begin with one of these; the others stay open to you.",
        "some_known": "This is how chargers are added.",
        "live": "Live",
        # connecting
        "connect": "Connect a charger",
        "whose_cards": (
            "A charger asks whether a card may charge, so nobody is listened to until you say what to answer."
        ),
        "cards": "Whose card may charge?",
        "cards_all": "Every card: if there is no other system that decides",
        "cards_none": "No card: only watch chargers that let drivers charge by themselves",
        "from_where": "Where are the chargers?",
        "from_here": "On this machine, such as a simulator",
        "from_network": "In the network: each new charger waits for your approval",
        "listen": "Let chargers connect",
        "listen_otherwise": "Change this",
        "why_not": "Chargers cannot connect: {why}",
        "set_by_file": "This is set under [csms] in the settings file, or in the environment.",
        "charger_url": "Address to enter in the charger",
        "then_id": (
            "Most chargers add their own id at the end. If yours does not, write it behind the last slash."
        ),
        "only_here": (
            "Only this machine reaches that address. For chargers elsewhere, choose “In the network” below; "
            "with a settings file, set host and new_chargers under [csms]."
        ),
        "not_by_name": "{host} is this machine's name for itself. Other machines may reach it at {url}",
        "encrypted": "The connection is encrypted (wss).",
        "not_encrypted": (
            "The connection is not encrypted (ws). Over the internet, set tls_certificate under [csms]."
        ),
        "waiting": "Waiting for the first message …",
        "waiting_note": "This page shows it by itself.",
        "look_again": "Look again",
        "heard": Plural(
            "{n} charger has connected or is known:", "{n} chargers have connected or are known:"
        ),
        "open_page": "Open the page of {name}",
        "all_chargers": "All chargers",
        "asks": "{station} tried to connect and waits for your approval since {moment}.",
        "asks_note": (
            "Approve it if you know it. It tries again by itself within minutes, or when it is restarted."
        ),
        "approve": "Approve",
        "dismiss": "Dismiss",
        "turned_away": "Turned away at {moment}: {why}",
        "turned_away_note": "Put it right, and wait: chargers try again by themselves.",
        # tap
        "tap": "Keep your management system, and tap it",
        "tap_note": (
            "Chargers stay with the system they have. A tap stands in between on this machine, passes every "
            "byte on, and gives a copy to chargeboard."
        ),
        "csms_url": "Address of your management system",
        "csms_url_note": "ws:// or wss://, host and port, without a path",
        "csms_example": "ws://csms.example:8080",
        "show_commands": "Show the commands",
        "serve_for_tap": "Start the server so that it takes what a tap brings (Ctrl-C first):",
        "tap_command": "Start the tap beside it:",
        "then_move": (
            "Then let chargers connect to port {port} of this machine instead of the management system; path "
            "and password stay the same."
        ),
        # a log
        "log": "Upload a log",
        "log_note": (
            "What chargers said, as another system logged it: up to {most} MiB, plain or compressed (gzip, "
            "zstd). Uploading a file twice changes nothing. Larger files: chargeboard import FILE"
        ),
        "role_id": "Session id",
        "role_charger": "Charger",
        "role_socket": "Socket",
        "role_date": "Date",
        "role_start": "Start",
        "role_end_date": "Date of the end",
        "role_end": "End",
        "role_duration": "Duration",
        "role_energy": "Energy",
        "role_meter_start": "Meter at the start",
        "role_meter_end": "Meter at the end",
        "role_zone": "Time zone",
        "role_reason": "Why it ended",
        "role_token": "Card",
        "told_dates": "Order of dates",
        "told_decimal": "Decimal mark",
        "told_unit": "Unit of energy",
        "told_duration_unit": "Unit of durations",
        "told_sheet": "Sheet",
        "choose_sheet": "{file} has several sheets. Choose one; nothing was taken in yet.",
        "sessions_found": "{file} holds sessions. Say which column is what; nothing was taken in yet.",
        "first_sessions": "Its first sessions, in UTC",
        "sockets_of_labels": "Sockets of labels, such as left=1, right=2",
        "read_sessions": "Read it so",
        "no_sessions_wait": "No file of sessions waits; upload it again.",
        "file": "File",
        "form": "Form",
        "form_auto": "found by looking at it",
        "station": "Charger, where the log names none",
        "zone": "Time zone, where the log names none",
        "zone_example": "such as Europe/Berlin",
        "upload": "Upload",
        "no_file": "Choose a file first.",
        "too_large": (
            "The file is larger than {most} MiB. On the server, chargeboard import FILE takes any size."
        ),
        "bad_form": "{form} is not a form that is read.",
        "bad_zone": "{zone} is not a time zone; write a name such as Europe/Berlin.",
        "log_busy": "Another log is still being read; upload this one once it is done.",
        "reading": "{file} is being read …",
        "read_whole": "{file} was read.",
        "read_in_part": "{file} could not be read to its end, or not at all:",
        "choose_form": "Where its form was not found by looking at it, choose it under Form.",
        "read_ended": "Reading {file} took too long or was ended; what was read until then is kept.",
        # a feed
        "feed": "Read what another system writes down",
        "feed_note": (
            "Chargers stay with the system they have. What it writes into its database, or hands to its "
            "broker, is read as it comes; nothing there is changed."
        ),
        "feed_kind": "System, and an address of it",
        "feed_url": "Address",
        "feed_password": "Secret that it asks for; kept sealed",
        "feed_try": "Look what is there",
        "feed_read": "Read it from now on",
        "feed_remove": "Read it no more",
        "feed_of_file": 'A log file is named in the settings file: feeds = ["log PATH"]',
        "feeds_elsewhere": (
            "Several processes serve this database; each feed is read by one of its own: "
            "chargeboard feed KIND URL"
        ),
        "feed_not_yet": "not read yet",
        # the town
        "town": "Look at an invented town",
        "town_note": (
            "Six made-up chargers, live, to see what the pages look like. They have a database and address "
            "of their own: nothing of them is ever mixed with your chargers."
        ),
        "show_town": "Open the town",
        "town_is_at": "The invented town is at",
        "town_takes": "It takes some seconds until it answers.",
        "remove_town": "Remove the town",
        "town_elsewhere": (
            "The town opens on the machine that chargeboard runs on only. On your own machine, run this:"
        ),
        "demo_command": "chargeboard demo",
        # an account
        "account": "Say who may look",
        "account_note": (
            "Now whoever uses this machine may look and change things. With the first account everybody "
            "is asked who they are; yours is that of an admin, and you can add others."
        ),
        "name": "Your name",
        "password": "Password, at least {least} characters",
        "begin_account": "Make my account and log in",
        "has_accounts": "There are accounts already; an admin adds others under People.",
    },
)
