"""What is said by `cli/chargers/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.chargers",
    {
        "and": " and ",
        "withdraw_password_option": "Let it connect without one, where the settings allow that.",
        "password_help": (
            "Give CHARGER a new random password, show it once, and let it connect only with it.\n\n"
            "It is the 1.6 AuthorizationKey or the 2.x BasicAuthPassword; the user name is the "
            "charger's id. A connection that was made with the previous one ends."
        ),
        "colon_in_id": "{charger}: an id with a colon cannot have a password (HTTP Basic)",
        "no_password": "{charger} has no password",
        "password_gone": "{charger} no longer has a password",
        "password_shown": (
            "This is {charger}'s password from now on; it is stored nowhere and not shown again"
        ),
        "still_kept_out": "{charger} is still kept out: {command}",
        "withdrawn_approval": "{charger} may not connect until it is approved again",
        "withdrawn_password": "{charger} may not connect until it has a new password",
        "withdrawn_certificate": "{charger} may only connect with a certificate issued from now on",
        "withdraw_help": (
            "Take back what lets CHARGER in; a connection that it let in ends within a second.\n\n"
            "Its approval (the default): it stays out until `charger approve`. Its password: until "
            "`charger password` gives a new one. Its certificate: any that was issued before now no "
            "longer counts."
        ),
        "yes_option": "Do not ask.",
        "delete_help": (
            "Hide CHARGER from the list, end its connection and keep it out.\n\n"
            "Its frames stay in the journal: `charger approve` lets it in again and shows it with all "
            "its history, `charger set` shows it without letting it in."
        ),
        "merged_hide_other": "{charger} is merged into {station}; to hide that one: {command}",
        "ask_hide": "Hide {station}, and keep it out?",
        "hidden": "{station} is hidden and kept out; its frames are kept",
        "charger_help": "List, describe and merge chargers; control who may connect.",
        "list_help": "List the chargers with what was set for each.",
        "id": "id",
        "name": "name",
        "site": "site",
        "time_zone": "time zone",
        "by_default": " (by default)",
        "set_help": (
            "Set name, site, maker, model, tags, socket_names, notes, timezone, rated_kw or any policy key "
            'of CHARGER; "KEY=" takes it back.\n\n'
            "A charger that was hidden is shown again; one that is kept out stays out (`charger "
            "approve`)."
        ),
        "set_waits_for_unmerge": (
            "{charger} is merged into {head}: what was set for it applies once it is unmerged"
        ),
        "set_for_other": "To set it for {head}: {command}",
        "set_waits_for_frames": (
            "No frame of {charger} was ever received in {database}; what was set applies once one is. "
            "If it is in another database, name that with --db"
        ),
        "merged_into": "merged into {head}",
        "kept_out": "kept out",
        "has_password": "has a password",
        "password_withdrawn": "password withdrawn",
        "merge_yes_option": "Do not ask, even if no frame of NEW was ever received.",
        "merge_help": (
            "Count the frames of OLD as NEW's from now on, and show its history under NEW.\n\n"
            "For a charger that came back under another id. What arrived and arrives under OLD stays "
            "in its journal; nothing is lost, and `charger unmerge OLD` takes it back."
        ),
        "no_frames_of_its_own": "{old} has no frames of its own",
        "merged_already": "{old} counts as {head} already: nothing was moved",
        "merged": Plural(
            "{n:count} frame of {old} counts as {head}'s now{period}, {held}; later ones will too",
            "{n:count} frames of {old} count as {head}'s now{period}, {held}; later ones will too",
        ),
        "heard_together": "Both sent frames {period}: if they are two chargers, take it back",
        "to_take_back": "To take it back: {command}",
        "unmerge_help": (
            "Take a merge back: the frames of CHARGER count as its own again, including those received "
            "meanwhile.\n\n"
            "Both chargers are then as if they had never been merged."
        ),
        "since_the_merge": ", {n:count} of them since the merge",
        "unmerged": Plural(
            "{n:count} frame of {charger} counts as its own again{period}{since}, {held}",
            "{n:count} frames of {charger} count as their own again{period}{since}, {held}",
        ),
        "add_yes": "{problem} If {new} is meant, add --yes",
        "ask_merge": "Merge into {new} anyway?",
        "facts": Plural("{n} fact", "{n} facts"),
        "sessions": Plural("{n} session", "{n} sessions"),
        "held": "with {facts} and {sessions}",
        "onboard_out_option": (
            "Write the passwords to this new file, which only you may read. [default: standard output]"
        ),
        "onboard_replace_option": "Give new ones to chargers that already have a password.",
        "onboard_help": (
            "Make a password for each charger of FILE, a CSV of ids, and approve them all.\n\n"
            "The passwords are shown once, as CSV with id and password; only hashes are kept. If any "
            "line cannot be used, all such lines are listed and nothing is done."
        ),
        "onboard_not_done": Plural(
            "Nothing was done: {n} line cannot be used",
            "Nothing was done: {n} lines cannot be used",
        ),
        "onboarded": Plural(
            "{n} charger may connect with its password, which is stored nowhere else",
            "{n} chargers may connect with their passwords, which are stored nowhere else",
        ),
        "onboard_kept_out": "is kept out: {command}",
        "onboard_has_password": "has a password already (--replace gives it a new one)",
        "onboard_void": "Nothing was done, the passwords are void: {station} {why}",
        "all_waiting_option": "All that are waiting.",
        "approve_help": (
            "Let each CHARGER connect, where new chargers wait for approval or are refused.\n\n"
            "A CHARGER is an id, or a pattern for ids that are waiting: 'SITE-*', 'DC-?', quoted so "
            "that the shell leaves it alone."
        ),
        "may_connect": "{charger} may connect",
        "approved": Plural("{n} charger was approved", "{n} chargers were approved"),
        "waiting_help": ("List the chargers that tried to connect and that nobody approved, and since when."),
        "earlier_ones_dropped": "; {n:count} that asked earlier were dropped from the list",
        "asked_at": "{at:stamp}  {station}",
        "waiting": Plural("{n} waiting{more}", "{n} waiting{more}"),
        "dismiss_help": (
            "Take each CHARGER off the waiting list; it can still be approved later.\n\n"
            "A CHARGER is an id or a quoted pattern, as for `charger approve`."
        ),
        "not_waiting": Plural("{names} is not waiting", "{names} are not waiting"),
        "dismissed": "{n:count} dismissed",
        "name_chargers": "name chargers, or --all",
        "nobody_matches": "no waiting charger matches {pattern}; {n:count} waiting",
        "list_out_help": "Write the list of chargers as CSV: what is set for each.",
        "list_out_option": "Write it to this file. [default: standard output]",
        "list_in_help": (
            "Set chargers as FILE says, a CSV as `charger export` writes it.\n\n"
            "What would change is shown first. A column that is left out stays as it is, an empty cell takes "
            "back what was set, an id that is not known is added. While a line is refused nothing is changed."
        ),
        "list_dry_option": "Only show what would change.",
        "list_refused": Plural(
            "Nothing was changed: {n} line is refused", "Nothing was changed: {n} lines are refused"
        ),
        "ask_list": "Change all of this?",
        "list_changed": "Nothing was changed: somebody set something meanwhile. Try it again",
        "list_taken": Plural("{n} charger was set", "{n} chargers were set"),
        "list_told": "{new:count} new, {changed:count} changed, {unchanged:count} as they are",
        "list_line": "line",
        "list_column": "column",
        "list_before": "before",
        "list_after": "after",
        "list_new": "new charger",
        "exclusion_help": "Maintenance, and what else excuses an outage: no alert is sent meanwhile.",
        "exclusion_list_help": "List the windows that are declared.",
        "exclusion_add_help": (
            "Declare a window for CHARGER, or for a site with --site. Example:\n\n"
            "  chargeboard exclusion add CP1 --kind planned_maintenance --from 2026-12-01T08:00 "
            "--until 2026-12-01T12:00"
        ),
        "exclusion_import_help": (
            "Declare the windows of a CSV file: a heading of kind, from, until, charger or site, and socket, "
            "reason, note, by. Each line that is wrong is named, and then nothing is declared."
        ),
        "exclusion_month_option": "Such as 2026-10: a line of another month is refused.",
        "exclusion_no_month": "“{text}” is not a month; write it like 2026-10",
        "exclusion_planned": "{new:count} new, {refused:count} refused, {unchanged:count} declared already",
        "exclusion_list_refused": "nothing was declared: mend these lines first",
        "exclusion_remove_help": "Forget the window ID.",
        "exclusion_kind_option": "One of {kinds}.",
        "exclusion_from_option": "Such as 2026-12-01T08:00, by the clock of the charger, or with an offset.",
        "exclusion_until_option": "The same; that instant is outside.",
        "exclusion_site_option": "CHARGER is the name of a site: all of its chargers.",
        "exclusion_socket_option": "Only this socket.",
        "exclusion_reason_option": "Why, in few words.",
        "exclusion_note_option": "A note for the others.",
        "exclusion_by_option": "Who declares it.",
        "exclusion_whom": "charger",
        "exclusion_kind": "kind",
        "exclusion_from": "from",
        "exclusion_until": "until",
        "exclusion_socket": ", socket {socket}",
        "exclusion_site": "site {site}",
        "exclusion_at": "{at:stamp}",
        "exclusion_kept": "Window {id} is declared, from {start:stamp} until {end:stamp}",
        "exclusion_removed": "Window {id} is gone",
        "bad_exclusion": "This window cannot be declared: {error}",
        "no_exclusion": "there is no window “{id}”; chargeboard exclusion list shows those that there are",
    },
)
