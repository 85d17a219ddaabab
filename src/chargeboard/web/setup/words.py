"""What is said by the set-up page?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.setup",
    {
        "title": "Set up – chargeboard",
        "set_up": "Set up",
        "nothing_yet": "No chargers yet. Start with any of these; you can use the others later.",
        "some_known": "Ways to add chargers.",
        "live": "Live",
        # connecting
        "connect": "Connect a charger",
        "whose_cards": (
            "Before a driver charges, the charger asks whether the card is allowed. Choose the answer first: "
            "no charger can connect until then."
        ),
        "cards": "Which cards may charge?",
        "cards_all": "All cards: if no other system decides",
        "cards_none": "No cards: only watch chargers that start without asking",
        "from_where": "Where are the chargers?",
        "from_here": "On this machine, such as a simulator",
        "from_network": "On the network: each new charger waits for your approval",
        "listen": "Let chargers connect",
        "listen_otherwise": "Change this",
        "why_not": "Chargers cannot connect: {why}",
        "set_by_file": "This is set under [csms] in the settings file, or in the environment.",
        "charger_url": "Address to enter in the charger",
        "then_id": (
            "Most chargers add their own id at the end. If yours does not, add it after the last slash."
        ),
        "only_here": (
            "Only this machine can reach that address. For chargers elsewhere, choose “On the network” "
            "below; with a settings file, set host and new_chargers under [csms]."
        ),
        "not_by_name": "{host} is what this machine calls itself. If chargers cannot find it, use {url}",
        "encrypted": "The connection is encrypted (wss).",
        "not_encrypted": (
            "The connection is not encrypted (ws). Over the internet, set tls_certificate under [csms]."
        ),
        "waiting": "Waiting for the first message …",
        "waiting_note": "This page updates by itself.",
        "look_again": "Check again",
        "heard": Plural(
            "{n} charger has connected or is known:", "{n} chargers have connected or are known:"
        ),
        "open_page": "Open the page of {name}",
        "all_chargers": "All chargers",
        "asks": "{station} tried to connect and has been waiting for your approval since {moment}.",
        "asks_note": ("Approve it if it is yours. It tries again within minutes, or when it is restarted."),
        "approve": "Approve",
        "dismiss": "Dismiss",
        "turned_away": "Rejected at {moment}: {why}",
        "turned_away_note": "Fix the cause and wait: chargers try again by themselves.",
        # tap
        "tap": "Keep your management system and listen in",
        "tap_note": (
            "Chargers stay with the system they have. A tap on this machine sits in between, passes every "
            "byte on and gives chargeboard a copy."
        ),
        "csms_url": "Address of your management system",
        "csms_url_note": "ws:// or wss://, host and port, without a path",
        "csms_example": "ws://csms.example:8080",
        "show_commands": "Show the commands",
        "serve_for_tap": "Start the server so that it accepts what the tap sends (Ctrl-C first):",
        "tap_command": "Start the tap beside it:",
        "then_move": (
            "Then point the chargers to port {port} of this machine instead of the management system; path "
            "and password stay the same."
        ),
        # a log
        "log": "Upload a log",
        "log_note": (
            "OCPP messages or sessions from another system: up to {most} MiB, plain or compressed (gzip, "
            "zstd). Uploading a file twice changes nothing. For larger files: chargeboard import FILE"
        ),
        "role_id": "Session id",
        "role_charger": "Charger",
        "role_socket": "Socket",
        "role_date": "Date",
        "role_start": "Start",
        "role_end_date": "End date",
        "role_end": "End",
        "role_duration": "Duration",
        "role_energy": "Energy",
        "role_meter_start": "Meter at start",
        "role_meter_end": "Meter at end",
        "role_zone": "Time zone",
        "role_reason": "Why it ended",
        "role_token": "Card",
        "told_dates": "Date order",
        "told_decimal": "Decimal mark",
        "told_unit": "Energy unit",
        "told_duration_unit": "Duration unit",
        "told_sheet": "Sheet",
        "choose_sheet": "{file} has several sheets. Choose one; nothing has been imported yet.",
        "sessions_found": "{file} holds sessions. Say which column is which; nothing has been imported yet.",
        "first_sessions": "First sessions, in UTC",
        "sockets_of_labels": "Socket numbers for labels, such as left=1, right=2",
        "read_sessions": "Import sessions",
        "no_sessions_wait": "No file of sessions is waiting; upload it again.",
        "file": "File",
        "form": "Format",
        "form_auto": "detect automatically",
        "station": "Charger, if the log names none",
        "zone": "Time zone, if the log names none",
        "zone_example": "such as Europe/Berlin",
        "upload": "Upload",
        "no_file": "Choose a file first.",
        "too_large": (
            "The file is larger than {most} MiB. On the server, chargeboard import FILE takes any size."
        ),
        "bad_form": "{form} is not a format that can be read.",
        "bad_zone": "{zone} is not a time zone; write a name such as Europe/Berlin.",
        "log_busy": "Another log is still being read; upload this one once it is done.",
        "reading": "Reading {file} …",
        "read_whole": "{file} was read.",
        "read_in_part": "{file} could not be read to the end, or not at all:",
        "choose_form": "If its format was not detected, choose it under Format.",
        "read_ended": "Reading {file} took too long or was stopped; what was read until then is kept.",
        # a feed
        "feed": "Read from another system",
        "feed_note": (
            "Chargers stay with the system they have. What it writes to its database or sends to its broker "
            "is read as it arrives; nothing there is changed."
        ),
        "feed_kind": "System, with an example address",
        "feed_url": "Address",
        "feed_password": "Password or token, if it needs one; stored encrypted",
        "feed_try": "Test the connection",
        "feed_read": "Start reading",
        "feed_remove": "Stop reading",
        "feed_of_file": 'A log file is named in the settings file: feeds = ["log PATH"]',
        "feeds_elsewhere": (
            "Several processes serve this database, so each feed needs a process of its own: "
            "chargeboard feed KIND URL"
        ),
        "feed_not_yet": "not read yet",
        # the town
        "town": "Try the demo",
        "town_note": (
            "Six made-up chargers, live, to see what the pages look like. They have their own database and "
            "address, and never mix with your chargers."
        ),
        "show_town": "Open the demo",
        "town_is_at": "The demo is at",
        "town_takes": "It takes a few seconds to answer.",
        "remove_town": "Remove the demo",
        "town_elsewhere": (
            "The demo opens only on the machine that runs chargeboard. On your own machine, run this:"
        ),
        "demo_command": "chargeboard demo",
        # an account
        "account": "Require a login",
        "account_note": (
            "Right now, anyone on this machine may see and change everything. Once there is an account, "
            "everyone has to log in. Yours will be an admin account, and you can add others."
        ),
        "name": "Your name",
        "password": "Password, at least {least} characters",
        "begin_account": "Make my account and log in",
        "has_accounts": "Accounts already exist; an admin adds others under People.",
    },
)
