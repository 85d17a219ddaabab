"""What is said of a folder?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.folder",
    {
        "title": "Folder, for reports",
        "field_folder": "Folder that is there already, from the root on",
        "not_absolute": "“{folder}” does not begin at the root; write it like /srv/reports",
        "no_folder": "{folder} is no folder; make it, and let the user that serves write there",
        "not_written": "{folder}: {why}",
    },
)
