"""What is said by `stream/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "stream",
    {
        "no_url": "This is no address of a log",
        "write_url": "Write nats://one.example.org,two.example.org,three.example.org, or tls:// to encrypt",
        "library_missing": "A log needs a library that is not installed",
        "install_library": "Install it: pip install 'chargeboard[nats]'",
        "log_away": "The log cannot be reached ({why})",
        "wait_for_log": "See that a majority of its servers run and can be reached from here",
        "not_allowed": "The log does not let us in ({why})",
        "check_credentials": "Check user and password in its URL, and what they may do there",
        "no_jetstream": "The servers keep no log: JetStream is not enabled there",
        "enable_jetstream": "Start them with JetStream: a jetstream block in their configuration",
        "server_too_old": "nats-server {version} is too old to keep a log",
        "use_tested": "Use {least} or a later one of {series}",
        "server_untested": (
            "nats-server {version} was not tested by this program; {least} and later ones of {series} were"
        ),
        "other_parts": "The log has {found} parts, and this program was told of {wanted}",
        "leave_parts": "Leave the number as it was, or begin a new log under another name",
        "no_log": "There is no log of this name",
        "serve_makes_it": "A gateway or projector makes it; where there was one, it was deleted",
        "went_back": "The log ends before what was read of it: its servers were put back to an older copy",
        "begin_again": "Begin a new log under another name",
        "no_parts": "There is a stream of this name that is not ours",
        "another_name": "Name another log: put /NAME behind the servers",
        "few_replicas": (
            "The log has {found:number} copies, not three: what was answered may be lost with one server"
        ),
        "make_replicas": "Let it have three: nats stream edit {name} --replicas 3",
        "server_lax": "{server} acknowledges what is not on its disk: what was answered may be lost with it",
        "make_strict": "Put sync_interval: always into the jetstream block of its configuration",
        "server_untold": "Whether {server} writes to its disk before it answers could not be seen ({why})",
        "check_monitor": "See that it runs, and that monitor= in the log's URL is the port of its monitoring",
        "stream_memory": "The log is kept in memory",
        "make_file": "Begin a new one under another name: it is kept on disks",
        "form_unknown": "The log holds messages of a newer version of this program",
        "install_newer": "Install that version here, too",
        "not_kept": "Something cannot be put into the log; it is left out and not answered",
        "cannot_keep": "The log does not take what chargers say, who wait: {why}",
        "kept_again": "The log takes what chargers say again",
        "disconnected": "The connection to the log is lost ({why}); another one is made",
    },
)
