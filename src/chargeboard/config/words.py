"""What is said by `config/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "config",
    {
        "more_than_zero": "{number} is out of range; use more than 0",
        "unknown_key": "unknown key{hint}",
        "did_you_mean": '; did you mean "{near}"?',
        "sockets_from_1": "sockets are numbered from 1",
        "connectors_from_1": "connectors are numbered from 1",
        "zero_or_more": "{number} is out of range; use 0 or more",
        "known_classes": "; known are {classes}",
        "no_failure_class": 'there is no failure class "{name}"{hint}',
        "no_time_zone": ('there is no time zone "{zone}"; use an IANA name such as "Europe/Amsterdam"'),
        "not_a_time": '"{text}" is not a time; write 2025-10-13, or 2025-10-13T08:00:00Z',
        "exclusion_reversed": "an exclusion ends ({end}) before it begins ({start})",
        "where": " (at {place})",
        "not_a_number": '"{text}" is not a number; write one such as 22',
        "wrong_type": "should be {wanted}, not {got}{where}",
        "can_claim_any": "claim to be any charger that has no password",
        "can_claim_approved": ("speak for an approved charger that has no password: approval proves nothing"),
        "unguarded": "Chargers are not guarded: anyone who reaches {host}:{port} can {what}",
        "series_too_few": "{number} is out of range; use 1 or more",
        "not_a_port": "{number} is not a port; use 1 to 65535",
        "below_zero_days": "should be a number of days, or 0 for ever",
        "too_few_days": "{days} is out of range; use {least} days or more, or 0 to keep it forever",
        "forever": "forever",
        "for_days": "for {n} days",
        "retention_contradicts": (
            "[retention] {longer} = {more}, but what it is computed from is kept {held} by {shorter}: "
            "set {shorter} to {more} or less"
        ),
        "scopes_without_openid": (
            'should have "openid" in it: without it the service says nothing of who logs in'
        ),
        "address_in_clear": (
            '"{text}" is read by whoever is on the way; use https, or a service on this machine'
        ),
        "oidc_without_issuer": (
            "[oidc] says how people log in by another service, but not by which: set issuer"
        ),
        "oidc_without_client": (
            "[oidc] client_id is missing: the service gives it where chargeboard is entered there"
        ),
        "oidc_two_secrets": "[oidc] has client_secret and client_secret_file: leave one out",
        "oidc_half_of_roles": "[oidc] needs both roles_claim and roles, or neither",
        "oidc_half_of_sites": "[oidc] has sites but no sites_claim: say which claim holds such values",
        "oidc_nobody_comes_in": (
            "[oidc] admits anybody, but gives nobody a role: set default_role, or roles_claim and roles"
        ),
        "not_an_address": '"{text}" is not an address; write it like https://board.example.org',
        "file_not_read": "{file}: {strerror}; name an existing file with --config",
        "not_toml": "{file} is not valid TOML: {error}",
        "should_be_table": "{where}: should be a table",
        "unknown_key_at": "{where}: unknown key{hint}",
        "should_be_text": "should be text",
        "text_too_long": "use at most {most:count} characters",
        "no_connector": '"{text}" is no connector; write it like IEC_62196_T2 SOCKET AC_3_PHASE 230 V 32 A',
        "no_such_plug": "OCPI knows no {text}; it knows {known}",
        "no_party": '"{text}" cannot be the {key} of a party; use {right}',
        "half_a_party": "[ocpi] needs country_code and party_id; without both nothing is told",
        "no_socket_name": '"{text}" names no socket; write 1=left; 2=right, or a line for each',
        "socket_named_twice": "socket {number} is named twice",
        "of_file": "{where} says it; change it there",
        "no_such_site": "choose one of the sites that you see: {sites}",
        "sheet_no_ids": "the first line has to name the columns, charger among them: {columns}",
        "sheet_no_column": 'there is no column "{column}"; there are {columns}{hint}',
        "sheet_column_twice": "a column is there twice",
        "sheet_no_id": "the column charger is empty",
        "sheet_too_many_cells": "the line has more cells than the first one",
        "sheet_twice": "line {line} is about the same charger",
        "sheet_unknown": "there is no such charger among those that you see",
        "sheet_merged": "it counts as {head} now; set that one",
        "sheet_wrong_id": "this cannot be the id of a charger: {why}",
        "not_ocpi_hours": "this is not how OCPI writes opening_times: {error}",
        "exceptional_hours": (
            "exceptional openings and closings are not kept; leave them out, and declare a closing as an "
            "exclusion"
        ),
        "no_weekday": "{number} is not a weekday; use 1 (Monday) to 7",
        "site_there": "there is a site “{name}” already",
        "site_of_file": "{where} names this site; change it there first",
        "site_of_rule": (
            "the rule of alerts “{rule}” of the settings file names this site; change it there first"
        ),
        "no_key_of_site": "unknown key; there are {keys}",
        "site_without_name": "a site needs a name",
        "site_without_address": "no page can have the name “{name}”; add a letter or a digit",
        "one_line": "use one line",
        "no_coordinates": '"{text}" is not latitude and longitude in degrees; write 53.5461, 9.9661',
        "no_price": '"{text}" is not a price; write 0.49 EUR',
        "no_key_of_charger": "unknown key{hint}",
        "belongs_under_policy": "; it belongs under [policy]",
        "not_a_port_at": "{where}: {number} is not a port; use 1 to 65535",
        "or": " or ",
        "type_int": "a whole number",
        "type_float": "a number",
        "type_bool": "true or false",
        "type_str": "text",
        "type_list": "a list",
        "type_table": "a table",
        "type_nothing": "nothing",
        "guard": (
            "Give each a password (`chargeboard charger password ID`, or `onboard FILE` for many) and "
            "set csms.require_password = true, or csms.require_certificate = true."
        ),
        "setting_name": "What the charger is called on the page.",
        "setting_site": "Where it is.",
        "setting_station_id": "The station's permanent id with the authority that funds it (NEVI, EV-ChART).",
        "setting_network_provider": "The network provider, as EV-ChART names it.",
        "setting_connectors": "The plug of each socket, in the words of OCPI.",
        "setting_port_ids": "The permanent id of each port, by socket; for official files.",
        "setting_payment_method": "How drivers pay, as EV-ChART names it.",
        "setting_payment_type": (
            "How drivers pay, as Atlas' specification names it: cash, credit_card_terminal, membership, "
            "application, phone, plug-charge, roaming or other."
        ),
        "setting_energy_fee": "What a driver pays for a kWh, in USD, such as 0.35; 0: nothing. For Atlas.",
        "setting_session_fee": "What a driver pays for a session, in USD; 0: nothing. For Atlas.",
        "setting_time_fee": "What a driver pays for a minute of a session, in USD; 0: nothing. For Atlas.",
        "no_payment_type": "{text} is none of them: write one of {allowed}",
        "setting_registration": "What Atlas' documents of ports and stations want to be told, a line each,"
        " such as `station_city=Fresno`; a table in the file.",
        "no_registration_line": "{text} is none: write a line such as station_city=Fresno for each field",
        "no_registration_field": "no field is called {text}{hint}",
        "registered_twice": "{name} is there twice: leave one",
        "no_registration_value": "{text}: Atlas' schema would refuse it: {why}",
        "no_fee": "{text} is no amount: write a number of USD such as 0.35, or 0 for nothing",
        "setting_maker": "Who made it, where the charger does not say, or not well; it wins on the page.",
        "setting_model": "Its model, likewise.",
        "setting_socket_names": "What is written on its sockets: `1=left; 2=right`, or a table in the file.",
        "setting_notes": "Whatever else whoever looks after it should know; shown with its settings.",
        "setting_tags": "Words to group chargers by, with commas; rules of alerts may be for some of them.",
        "no_such_language": "there is no language “{tag}”; there are {known}",
        "proxy_header_before_tls": (
            "tap.send_proxy needs management systems at ws:// or unix: addresses: a PROXY header comes "
            "before TLS"
        ),
        "not_a_path": '"{path}" is not the beginning of a path, such as /site-a',
    },
)
