"""What is said by the page of exclusions?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.excluding",
    {
        "title": "Maintenance and other exclusions – chargeboard",
        "exclusions": "Maintenance and other exclusions",
        "what_for": (
            "No alert is sent while such a window lasts, "
            "and the uptime figure leaves out what was down in it."
        ),
        "many": "Import a list",
        "many_what": "A CSV whose first line names the columns: kind, from, until, and charger (with socket)"
        " or site; reason, note, by. A preview comes first; nothing is declared while a line is refused.",
        "file": "File",
        "or_pasted": "or paste it here",
        "look_at_list": "Preview",
        "take_list": "Declare all of it",
        "plan_told": "{new:count} new, {refused:count} refused, {unchanged:count} declared already",
        "plan_refused": "Line {line}: {whom} {why}",
        "plan_line": "Line {line}: {whom}, {kind}, {start} – {end} {why}",
        "list_too_large": "the list is longer than {mb} MB; submit it in parts",
        "more_lines": Plural("{n:count} more is not shown.", "{n:count} more are not shown."),
        "more_declared": Plural(
            "{n:count} earlier one is not shown; /api/v1/exclusions has all.",
            "{n:count} earlier ones are not shown; /api/v1/exclusions has all.",
        ),
        "declared": "Declared windows",
        "none": "No windows declared.",
        "list": "What is declared, as a table",
        "whom": "Charger or site",
        "kind": "Kind",
        "from": "From",
        "until": "Until",
        "why": "Reason",
        "remove": "Remove",
        "remove_one": "Remove {what}",
        "of_site": "Site {site}",
        "of_socket": "{charger}, socket {socket}",
        "lasts": "now",
        "ahead": "planned",
        "by": "by {who}",
        "new": "Declare a window",
        "of_whom": "For",
        "charger": "Charger (its id)",
        "socket": "Socket, if only one",
        "site": "or a whole site",
        "when": "When, local time there",
        "reason": "Reason",
        "note": "Note",
        "who": "Declared by",
        "because": "Why",
        "declare": "Declare",
        "planned_maintenance": "Planned maintenance",
        "utility_interruption": "Power cut by the grid",
        "vandalism": "Vandalism",
        "natural_disaster": "Natural disaster",
        "vehicle": "The vehicle's fault",
        "outside_opening_hours": "Outside opening hours",
        "blocked": "Blocked: nobody could reach it",
        "other": "Other",
    },
)
