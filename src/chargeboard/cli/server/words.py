"""What is said by `cli/server/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "cli.server",
    {
        "sheet_unread": "Sheet {sheet}: {why}. Choose another one.",
        "no_such_feed": "feeds: {kind}: {why}",
        "feeds_apart": (
            "feeds: where several processes serve, each feed is read by `chargeboard feed`: start that, and "
            "leave it out of the settings"
        ),
        "feeding_restarted": "The process that reads feeds ended (code {code}) and is started again",
        "store_awaited": "the database cannot be opened, and is tried again each second: {why}",
        "server_awaited": "Waiting up to {seconds:number} s for the database: {why}",
        "store_is_there": "the database can be opened again",
        "token_needed": (
            "{host} can be reached by others, so a token is needed: set CHARGEBOARD_TOKEN, or token in "
            "the settings file; or listen on 127.0.0.1"
        ),
        "token_too_short": (
            "{host} can be reached by others, and a token of {length} characters can be guessed: use "
            "at least {least}, such as `openssl rand -hex 24` prints; or listen on 127.0.0.1"
        ),
        "doubt_short_token": "The token has {length} characters, and can be guessed",
        "do_longer_token": "Use at least {least}, such as `openssl rand -hex 24` prints.",
        "doubt_no_token": (
            "hosts or root_path is set, as for a proxy in front, but no token: anyone who reaches it can look"
        ),
        "do_token": "Set CHARGEBOARD_TOKEN, unless the proxy itself asks for a login.",
        "doubt_files": (
            "{chargers} chargers are known, and the process that listens may have {allowed} files open: each "
            "connection is one"
        ),
        "do_files": "Let it have {needed} (ulimit -n, as root; LimitNOFILE= for systemd)",
        "doubt_any_host": (
            "hosts has *: a page of another site can make its name lead here, and read what its visitor may"
        ),
        "do_hosts": "List the names that readers type.",
        "doubt_any_origin": "csms.origins has *: pages in browsers can pose as chargers",
        "do_origins": "List the origins that the log shows, of chargers and of simulators in a browser.",
        "doubt_any_proxy": (
            "trusted_proxies has every address: whoever guesses tokens can claim any address"
        ),
        "do_proxies": "Give the address or the network of the proxy.",
        "certificate_needs_tls": "csms.require_certificate needs csms.tls_certificate and csms.tls_ca",
        "anybody_is_a_charger": (
            "Anyone who reaches {host} could claim to be a charger. Under [csms] set new_chargers = "
            '"wait" or "refuse", or require_password = true, or require_certificate = true; or '
            "allow_open = true where the network itself keeps strangers out"
        ),
        "port_free": "; {port} is free: {option}",
        "port_in_use": "Port {port} of {host} is in use{hint}",
        "port_needs_rights": "Port {port} needs root rights; use 1024 or above",
        "no_address_here": "{host} is not an address of this machine",
        "demo_ocpp_port_option": (
            "The port that its chargers connect to. [default: 9000, or any free port if that is in use]"
        ),
        "demo_speed_option": "How fast the town lives. [default: 1]",
        "demo_help": (
            "Show a made-up town of chargers up to now; from then on they connect and talk like real "
            "ones.\n\n"
            "The page opens at once with the last days, and the five weeks before are filled in while "
            "you look. Each start invents the town's history again, in demo.db unless --db is given. "
            "At a higher --speed more happens, and less energy flows each time."
        ),
        "demo_another_port": "--port {{0}}, or make demo PORT={{0}}",
        "demo_begins": "Inventing a town with six chargers ...",
        "demo_filled": "All five weeks of the town are there; from now on its chargers are live",
        "demo_strangers": (
            "{database} holds other chargers ({strangers}); name another file for the town with --db"
        ),
        "endpoint_at": "Chargers connect to {address}<charger id>",
        "page_ended": "The page's process ended, so the endpoint ends too; see above",
        "page_at": "chargeboard is at http://{host}:{port} (Ctrl-C ends it)",
        "store_cannot_take": "the store cannot take these frames; see the server log",
        "taps_cannot_be_heard": "{path}: cannot listen for taps: {why}",
        "host_option": "The address to listen on. [default: 127.0.0.1, or what the settings say]",
        "metrics_port_option": (
            "The port of /metrics and /healthz of this process. [default: none, or what the settings say]"
        ),
        "sockets_without_names": (
            "Sockets were opened for us, but not named page or ocpp each ({names}): set FileDescriptorName= "
            "in the socket's unit"
        ),
        "by_socket": "an inherited socket",
        "metrics_at": "Metrics are at http://{host}:{port}/metrics",
        "metrics_need_token": (
            "Metrics would be told to others at {host}: set CHARGEBOARD_METRICS_TOKEN, or token under "
            "[metrics], to {least} characters or more; or leave host out"
        ),
        "port_option": "The port to listen on. [default: 8000, or what the settings say]",
        "ocpp_host_option": (
            "The address that chargers connect to. [default: 127.0.0.1, or what the settings say]"
        ),
        "ocpp_port_option": ("The port that chargers connect to. [default: 9000, or what the settings say]"),
        "ingest_option": "Where `chargeboard tap` sends frames. [default: as the settings say]",
        "serve_help": (
            "Serve the page and the API, and listen to chargers at ws://HOST:9000/ocpp/ID.\n\n"
            "Chargers can connect once csms.authorize says whose cards may charge. Any address other "
            "than loopback needs CHARGEBOARD_TOKEN for the page, and a rule for who may connect for "
            "chargers."
        ),
        "warning": "Warning: {doubt}. {advice}",
        "chargers_cannot_connect": (
            "Chargers cannot connect yet: {url} leads through it, or set csms.authorize "
            "(CHARGEBOARD_CSMS_AUTHORIZE) to accept_all, list or none"
        ),
        "no_host_and_port": '"{value}" is not HOST:PORT, such as 0.0.0.0:9000',
        "do_certificate": "Renew it, or name another one; a new start takes it",
        "tap_listen_option": "Where chargers connect: HOST:PORT, or unix:PATH.",
        "tap_upstream_option": "The CSMS: ws://HOST:PORT, wss://HOST:PORT or unix:PATH.",
        "tap_ingest_option": (
            "The socket of `chargeboard serve --ingest-socket PATH`. [default: as the settings say]"
        ),
        "tap_spool_option": "A folder of its own, where frames are kept until they are sent.",
        "tap_spool_size_option": "How large the spool may grow.",
        "tap_rewrite_host_option": ("Write the CSMS's name into the Host header; nothing else ever changes."),
        "tap_help": (
            "Relay every byte between chargers and an existing CSMS, and keep a copy.\n\n"
            "Traffic never waits for chargeboard: what could not be copied becomes a gap on the "
            "timeline. --db names the database whose key hides id tokens; secrets are hidden before "
            "anything is kept. Ctrl-C ends it, and the connections through it."
        ),
        "load_help": (
            "Connect a fleet of made-up chargers, to see what a machine can take.\n\n"
            "They speak OCPP 1.6 and 2.0.1 from processes of their own: all boot at once, cars come and go, "
            "meters are read, faults happen, links are lost and what was said meanwhile is queued, some "
            "clocks are wrong. A mix file (TOML) says how much of each. Start `chargeboard serve` over a "
            "database of its own first, with CHARGEBOARD_CSMS_AUTHORIZE=accept_all."
        ),
        "load_chargers_option": "How many.",
        "load_first_option": "Number of the first: with others, more machines bring chargers of their own.",
        "load_speed_option": "How fast they live: twice as many frames a second at 2.",
        "load_mix_option": "What they do; what it leaves out is as it is printed without it.",
        "load_for_option": "How long, such as 90s, 10m or 2h.",
        "load_json_option": "Print the counts as JSON, and nothing else.",
        "load_url_option": (
            "Where they connect to, without their ids. [default: where `chargeboard serve` listens with "
            "these settings]"
        ),
        "load_no_duration": '"{value}" is no duration; write 90s, 10m or 2h',
        "load_mix_unreadable": "{file}: {why}",
        "load_begins": "{chargers} chargers connect to {address} for {lasts}; their mix:",
        "load_mix_line": "  {name} = {value}",
        "load_reckoned": "which is about {rate} calls a second, once all have booted",
        "load_so_far": (
            "{past_s} s: {connected} connected, {frames} calls sent; since the last line {rate}/s, "
            "{answers} answered (p50 {p50_ms} ms, p99 {p99_ms} ms)"
        ),
        "load_late": (
            "  the chargers themselves were up to {late} late: what runs them is too slow to tell how soon "
            "answers come"
        ),
        "load_too_few_files": (
            "The chargers of one process need {needed} open files, and this system allows {allowed}. "
            "Raise that (ulimit -n, as root; LimitNOFILE= for systemd), or name fewer --chargers"
        ),
        "load_sent": "  {action}: {n}",
        "load_ended": (
            "{frames} calls sent, {answers} answered, of them {errors} with an error, {unanswered} without "
            "an answer; {connections} connections, {refused} more refused; an answer took {p50_ms} ms (p50), "
            "{p99_ms} ms (p99)"
        ),
        "ingest_no_socket": '--ingest: "{ingest}" is not a socket; write unix:PATH',
        "tap_at": "{at} leads to {upstream} (Ctrl-C ends it)",
        "tap_needs": "The tap needs {option}, or {key} under [tap] in the settings",
        "tap_needs_ingest": "The tap needs --ingest unix:PATH, or ingest_socket in the settings",
        "tap_tls": "[tap] tls_certificate: {why}",
        "tap_upstream_tls": "[tap] upstream_ca, upstream_certificate: {why}",
        "tap_upstream_trouble": "Warning: the CSMS at {upstream}: {why}",
        "role_option": (
            "Which part of it this process does, where several serve one PostgreSQL: gateway (chargers "
            "connect to it), projector (computes figures, sends alerts), web (the page), or all. [default: "
            "all of it, alone]"
        ),
        "end_the_one": "End it first: one process serves it alone, or several do with --role",
        "log_option": (
            "A log of NATS servers that keeps what chargers say before it is in the database: "
            "nats://one,two,three. With --role. [default: as the settings say]"
        ),
        "log_needs_role": "A log is for several processes: pass --role gateway, projector, web or all",
        "log_awaited": "Waiting up to {seconds:number} s for the log: {why}",
        "log_late": (
            "What chargers said since {since} waits in the log, and may be gone before it is read: "
            "see that PostgreSQL and the projectors run, or let it keep more"
        ),
        "messages_missing": (
            "{n:count} messages of part {part} of the log were gone before they were read: it keeps them for "
            "too short a time"
        ),
        "another_log": (
            "This database was fed from another log than {log}: name that one, or begin with a new database"
        ),
        "fed_from_a_log": (
            "This database is fed from a log, of which something may be unread: name it with --log, or leave "
            "it with {leave}"
        ),
        "role_begins": "serving {place} as {role}, beside others (Ctrl-C ends it)",
        "share_is": "this process computes the figures of {n} of all shares and chores",
        "member_gone": "{role} {place} is not heard any more: what it did is taken over",
        "was_given_up": "the others took this process for gone: its chargers are told to connect again",
        "page_restarted": "The page's process ended (code {code}); it is restarted",
        "slow_client": "a connection to the page is too slow: it is closed",
        "reports_not_planned": "Which reports are due could not be looked up: {why}; trying again",
        "alerting_restarted": "The process that sends alerts ended ({code}) and is started again",
        "computing_restarted": "The process that computes figures ended (code {code}); it is restarted",
    },
)
