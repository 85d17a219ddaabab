"""
How does everything speak to people, in whatever language?

A room keeps its sentences in its own `words.py`; the full code of each is `room.code`:

    say = Words("panels.utilization", {
        "known": "{share:percent} of that time is known",
        "sessions": Plural("{n} session", "{n} sessions"),
        "gaps": "<b>{charger}</b> has gaps",
    })

Python says `say("known", share=71.25)`, a template of that room `{{ say("known", share=p.share) }}`.
`{share:percent}` takes a named format of `words/formats.py`, so numbers go in as numbers. `Plural` goes by
`n`, counted as `1,300`. A text that holds marks is said by `say.html("gaps", charger=name)`, which escapes
what is put in. A code made elsewhere (an enum, a `Reason`) is said by that room's `say(code, **numbers)`,
or by its full code: `said("room.code", **numbers)`. A wrong code or placeholder is a `WordsError`.
The room `x.y` is `chargeboard/x/y/words.py`; codes hold no dot. Nothing is said at import: it would stay
in one language. The help of commands alone is, in a process that has one (`cli/language.py`).
"""

from chargeboard.words import dates as dates
from chargeboard.words import formats as formats  # a text is parsed with all of them
