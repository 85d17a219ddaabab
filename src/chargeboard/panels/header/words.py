"""What does the head of a charger's page say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "panels.header",
    {
        "title": "Charger",
        "firmware": "firmware {version}",
        "rated": "{power} kW",
        "protocol": "OCPP {version}",
        "zone_hint": "no zone is set for this charger, so UTC is used. Set one with",
        "hardware": "Hardware replaced {at}. Before: {was}.",
        "id": "Its id was {was} until {at}.",
        "name": "It was called {was} until {at}.",
        "was_unknown": "not known",
        "earlier_changes": "{changes:count} earlier changes",
        "live": "Live",
        "never": "Never connected",
        "connected": "Connected",
        "history": "Only history",
        "unknown": "Contact unknown",
        "lost": "No contact since {at}",
        "last_message": "last message {at}",
        "last_heard": "last heard {at}",
        "ago": "{length:about} ago",
        "sockets_now": "Sockets now",
        "sockets": Plural("{n} socket", "{n} sockets"),
        "since": "since {at}",
        "data_of": "The data of this charger is from {dates}.",
        "nothing_usual": "No data for the last 30 days. The data of this charger is from {dates}.",
        "nothing_chosen": "No data for these days. The data of this charger is from {dates}.",
        "show_then": "Show it as it was at the last message, {at}",
        "set_up": (
            "No messages from this charger yet. Enter this server as central system in the "
            "charger, or import a log of it; figures appear with the first message."
        ),
        "no_session": "No session has been completed in this window yet. The panels fill as drivers charge.",
        "more": "{more:count} more",
        "plain_title": "{name} ({id})",
        "plain_history": "only history, last heard {at}",
        "plain_never": "never connected",
        "plain_unknown": "not known whether online",
        "plain_online": "online",
        "plain_offline": "offline",
        "plain_offline_since": "offline since {at}",
        "plain_at": "as of {at} {zone}",
        "plain_no_zone": "as of {at} {zone}, as no zone is set: {command}",
        "plain_then": "{text} --at {at} shows it as it was at the last message.",
    },
)
