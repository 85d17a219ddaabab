"""What does the panel of the success rate say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "panels.success",
    {
        "title": "Success rate",
        "measures": "Proportion of successful session starts of all charging attempts.",
        "reading": "100%: all attempts started, the charger performs optimally.\n"
        "Below 95%: connection errors, user cancellations, or hardware instability.\n"
        "Consistently above 95%: excellent reliability.",
        "rule": "An attempt is what one driver did, however many messages it took, and a success once energy"
        " flowed. Attempts that a driver gave up count as failed. A day without attempts has no rate.",
        "auth_rejected": "card or app refused",
        "start_rejected": "start refused by the charger, or answered with an error",
        "ev_or_connector_fault": "car and charger could not talk, or the plug was not locked",
        "charger_fault": "fault of the charger",
        "preparing_timeout": "plugged in or authorised, but never started",
        "user_cancelled": "stopped by the driver within two minutes, without energy",
        "zero_energy": "session without energy",
        "target": "target",
        "is_low": "– below 95%",
        "fraction": Plural("{good:count} of {n} attempt", "{good:count} of {n} attempts"),
        "times": "{times:count}×",
        "often": "{times:count}× {reason}",
        "open": Plural("{n} attempt still open", "{n} attempts still open"),
        "day": "{day}: {rate:percent}, {fraction}",
        "day_remarked": "{day}: {rate:percent}, {fraction} ({remark})",
        "summary": "Success rate per day, {window}: {rate:percent} over all complete days, {good:count} of"
        " {tried:count} attempts. The table below has the figures.",
        "none": "No attempt to charge in these days, so there is no rate: – is not 0 % and not 100 %.",
        "untold": "Known from another system, which does not tell who was refused and which starts"
        " failed: there is no rate. – is not 0 % and not 100 %.",
        "no_attempts": "no attempts",
        "why": "Why attempts failed",
        "started": "Started",
        "attempts": "Attempts",
        "heading": "Success",
        "because": "Failed because",
        "plain_day": "day",
        "plain_successes": "successes",
        "plain_attempts": "attempts",
        "plain_failures": "failures",
        "plain_headline": "  {fraction} over {days}",
        "so_far": "{day} so far",
    },
)
