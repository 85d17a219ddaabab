"""What is said of parties of OCPI?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.ocpi",
    {
        "title": "OCPI",
        "cannot_tell": (
            "cards that were refused and starts that failed, so no success rate; when connections opened and "
            "closed; error codes, only that an EVSE is out of order; why a session stopped; sessions that "
            "are not shared with us; messages as they were sent"
        ),
        "no_token": "it asks for a token: write it before the @, like {example}",
        "every_refused": "every= says how often it is asked: {least} seconds or more",
        "group_refused": 'charger= says what a charger is; there is no "{said}", there are {known}',
        "refused": "it does not accept our token ({status}); ask for a token of your own that is in force",
        "nothing_there": "nothing is at {where} (404): is this the address of its versions?",
        "too_many": "it is asked too often (429); it is asked again in {seconds:count} s",
        "answered": "it answered {status} at {where}",
        "redirected": "it sends us on to {where} ({status}): write that address",
        "said_no": "it answered {code} at {where}: {said}",
        "no_ocpi": "what it answered at {where} is no OCPI",
        "no_version": "it speaks none of the versions {ours} of OCPI, only {theirs}",
        "no_module": "it offers none of the modules {modules} to read",
        "no_credentials": "it offers no module credentials: tokens are exchanged with it by hand",
        "registered_before": "we are registered there already (405): its token of then is in force",
        "modules_missing": "{feed} offers no {modules}: what they would tell is not known",
        "plain_token": "{feed} takes our token as it is; by OCPI 2.2.1 it would be written in Base64",
        "away": "it cannot be reached: {said}",
        "too_large": "what it answered at {where} is larger than {most} MiB",
        "too_slow": "it took longer than {seconds:count} s",
        "address_refused": "nothing is read from {address}, where it sends us",
        "no_evse": "it names no EVSE",
        "no_object": "it is no object of OCPI",
    },
)
