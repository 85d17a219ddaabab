"""What do the rules of guidance say?"""

from __future__ import annotations

from typing import Final

from chargeboard.words.catalogue import Plural, Words

say: Final = Words(
    "guidance",
    {
        # I01-I05 success
        "all_started": "All {attempts:count} attempts started: optimal.",
        "reliable": "Excellent reliability: {successes:count} of {attempts:count} attempts succeeded"
        " ({pct:percent}).",
        "few_attempts": "Few attempts: {successes:count} of {attempts:count} succeeded.",
        "few_attempts_some_failed": "Few attempts: {successes:count} of {attempts:count} succeeded;"
        " the others: {mostly}.",
        "failing": "{failed:count} of {attempts:count} attempts failed{in_common} ({pct:percent} succeeded):"
        " {mostly}.",
        "failed_and_recovered": "{failed:count} of {attempts:count} attempts failed{in_common}"
        " ({pct:percent} succeeded): {mostly}. The last {since_then:count} succeeded.",
        "most_on_socket": ", {of_them} of them on socket {socket}",
        "most_after": ", {of_them} after {hour}:00",
        "bad_day": "{successes:count} of {attempts:count} attempts succeeded ({pct:percent}); the worst"
        " day was {date:day_month}: {day_failed} of {day_attempts} failed, {mostly}.",
        "silent_failure": "The last {failed} attempts failed, since {since}: {mostly}."
        " None has succeeded since, and the charger may not know.",
        "silent_failure_of_socket": "The last {failed} attempts on socket {socket} failed, since {since}:"
        " {mostly}. None has succeeded since, and the charger may not know.",
        "all_of_class": "all {kinds}",
        "mostly_of_class": "mostly {kinds}",
        "of_class_with_number": "{kinds} ({most})",
        "of_classes_each": "{kinds} ({most} each)",
        "mostly_of_class_with_number": "mostly {kinds} ({most})",
        "each_for_another_reason": "each for another reason",
        "rejected_cards": "rejected cards or apps",
        "refused_starts": "starts refused or answered with an error",
        "car_or_connector_faults": "car or connector faults",
        "charger_faults": "charger faults",
        "never_started": "attempts that never started",
        "given_up": "attempts given up by the driver",
        "sessions_without_energy": "sessions without energy",
        "one_rejected_cards": "a card or app was rejected",
        "one_refused_starts": "a start was refused or answered with an error",
        "one_car_or_connector_faults": "a fault of car or connector",
        "one_charger_faults": "a fault of the charger",
        "one_never_started": "it never started",
        "one_given_up": "the driver gave up",
        "one_sessions_without_energy": "a session without energy",
        "check_the_cards": "See under attempts which cards were rejected; check them in the back end.",
        "check_the_starts": "See under attempts how starts were answered; check it in the back end.",
        "inspect_the_plug": "Inspect plug, pilot pin and cable; see under attempts if it is one car or all.",
        "restart_and_call_service": "Restart the charger; if it goes on, fetch its diagnostics and call"
        " service.",
        "try_a_start": "Try a start on site: check plug, reader, app and what the signs tell drivers.",
        "try_a_start_as_drivers_give_up": "Try a start on site: drivers give up where it takes long or the"
        " display confuses.",
        "test_with_a_car": "Test the sockets with a car: sessions start and no energy flows.",
        "see_the_attempts_that_failed": "See the attempts that failed, and what the charger sent then.",
        # I25 all chargers
        "worse_success": "Fewer attempts succeed with firmware {firmware} than with other versions of"
        " {model}, among all chargers over 30 days and by more than chance.",
        "worse_errors": "There are more errors per session with firmware {firmware} than with other"
        " versions of {model}, among all chargers over 30 days and by more than chance.",
        "ask_the_maker_about_the_version": "See how the versions compare; ask the maker before more chargers"
        " get it, or for a way back.",
        # I06-I08, I22 errors
        "no_faults": "No recorded faults.",
        "no_faults_known": "No faults recorded, but {unknown_pct:percent} of the time is unknown.",
        "repeats_active": "{code} keeps coming back on {where}: {often}; active now.",
        "repeats_open_at_the_end": "{code} keeps coming back on {where}: {often}; open at the end.",
        "repeats": "{code} keeps coming back on {where}: {often}; last at {last_seen}.",
        "repeated": "{code} came back on {where}: {often}; not since {last_seen}.",
        "on_socket": "socket {socket}",
        "on_charger": "the charger",
        "often": "{reports} in {episodes}",
        "often_in_rhythm": "{reports} in {episodes}, {rhythm} from {first} to {last}",
        "reports": Plural("{n} report", "{n} reports"),
        "episodes": Plural("{n} episode", "{n} episodes"),
        "every_days": "every {every} days or so",
        "every_hours": "about every {every} h",
        "every_minutes": "about every {every} min",
        "out_of_order": "{place} has been out of order since {since}{reported}.{again}",
        "fault_reported": "{place} has reported a fault since {since}{reported}.{again}",
        "danger": "{place}: {danger} since {since}{reported}.{again}",
        "danger_out_of_order": "{place}: {danger}, out of order since {since}{reported}.{again}",
        "danger_that_was": "{place}: {danger} at {last_seen}{reported}."
        " Reported over, but no sign that anyone inspected it.{again}",
        "place_socket": "Socket {socket}",
        "place_charger": "The charger",
        "codes": " ({codes})",
        "codes_with_info": " ({codes}: {info})",
        "keeps_coming_back": " It keeps coming back: {often}.",
        "too_hot": "too hot",
        "cable_too_hot": "cable too hot",
        "leakage": "leakage to earth",
        "insulation": "insulation fault",
        "too_much_current": "too much current",
        "stuck_contactor": "contactor that may be stuck",
        "opened_or_moved": "opened or moved",
        "emergency_stop": "emergency stop",
        "voltage_at_the_connector": "voltage at the connector",
        "broken_latch": "broken latch",
        "cable_cut_off": "cable cut off",
        "cable_torn_off": "cable torn off",
        "water": "water",
        "shock": "shock",
        "tilted": "tilted",
        "look_the_code_up": "Look the code up in the manual of this model; fetch the charger's diagnostics"
        " if it goes on.",
        "look_the_code_up_or_call": "Look the code up in the manual of this model; if it stays, fetch"
        " diagnostics and call service.",
        "restart_or_call_service": "Restart it remotely; if it stays, fetch its diagnostics and call"
        " service.",
        # I09, I10, I18, I19, I23, I24 what is so now
        "no_contact": "No contact since {since}{left}.",
        "may_be_running": "; {running} may still be running",
        "sessions_running": Plural("{n} session", "{n} sessions"),
        "contact_came_back": "Contact came back {times} times in the last 24 h, after {offline_s:lasting}"
        " without in all, {longest_s:lasting} at most.",
        "contact_came_back_once": "Contact came back once in the last 24 h, after {offline_s:lasting}"
        " without.",
        "connection_flapping": "Connection flapping: {reconnects_per_hour} reconnects within an hour.",
        "look_at_the_link_on_site": "See whether it has power; check SIM, antenna, router and cable on site.",
        "check_the_link": "Check signal, SIM, router and power supply on site; gaps at fixed times point to"
        " something switched.",
        "busy": "High activity: in use {in_use_pct:percent} of the last 24 h.{apart}",
        "idle": "Mostly idle: free {available_pct:percent} of the known time of the last 24 h.{apart}",
        "downtime_apart": " {downtime_pct:percent} of the time was downtime, not low usage.",
        "stuck_preparing": "Socket {socket} has been preparing since {since}: a blocked bay, a forgotten"
        " cable or a stuck charger.",
        "stuck_finishing": "Socket {socket} has been finishing since {since}: a blocked bay, a forgotten"
        " cable or a stuck charger.",
        "stuck_session": "The session on socket {socket:socket} has been running since {start}, without"
        " energy since {risen}.",
        "look_at_the_bay": "Have somebody look at the bay; ask the driver to move the car, unlock the plug"
        " remotely or restart it.",
        "move_the_car": "Ask the driver to move the car, or stop the session remotely.",
        "not_charging": "Socket {socket:socket} is not charging: {energy_wh:wh} since {start}.",
        "stop_it_and_try_another_car": "If it stays so, stop it remotely and try another car.",
        "withdrawn": "Socket {socket} has been out of service (Unavailable) since {since}.",
        "set_it_operative": "If nobody took it out on purpose, set it operative again; if it stays,"
        " restart the charger.",
        "all_right": "All right: {checked}.",
        "all_right_in_short": "All right",
        "what_was_checked": "Checked: {checked}.",
        "checked": "connected, {service} in service, {faults}, {tried}",
        "its_socket": "its socket",
        "both_sockets": "both sockets",
        "all_sockets": "all {sockets:count} sockets",
        "no_fault_active": "no fault is active",
        "no_fault_in_days": "no fault in {days}",
        "attempts_succeeded": "{successes:count} of {attempts} succeeded in {days}",
        "nobody_tried": "no charging attempts in {days}",
        "attempts": Plural("{n} attempt", "{n} attempts"),
        "days": Plural("{n} day", "{n} days"),
        # I11-I14, I17 use
        "congested": "Congestion risk: in use {pct:percent} of the time {over}; drivers may have to wait.",
        "used_much": "High utilization: in use {pct:percent} of the time {over}.",
        "used_little": "Low utilization: in use {pct:percent} of the time {over}.",
        "used_little_because_of_downtime": "Low utilization ({pct:percent} {over}) because of downtime:"
        " out of service or out of reach {downtime_pct:percent} of the time.",
        "over_days": "over {days}",
        "over_days_observed": "over {days}, {observed} of them observed",
        "weak_day": "{date:weekday} {date:day_month} was weak: {pct:percent} in use instead of the usual"
        " {usual_pct:percent}{why}.",
        "by_downtime": ": out of service or out of reach {downtime_pct:percent} of that day",
        "drop_in_sessions": "Drop in sessions on {date:weekday} {date:day_month}: {value:number} instead"
        " of the usual {usual:number}; {why}.{also}",
        "drop_in_energy": "Drop in energy on {date:weekday} {date:day_month}: {value:energy} instead of"
        " the usual {usual:energy}; {why}.{also}",
        "because_of_downtime": "probably because of {downtime_pct:percent} downtime",
        "fewer_drivers": "{downtime_pct:percent} downtime, so probably fewer drivers",
        "fewer_drivers_no_downtime": "no downtime, so probably fewer drivers",
        "also_on_days": " Half of the usual or less also on {dates}.",
        "on_day": "{date:day_month}",
        "sessions_stable": "Sessions per day: stable over {over}.",
        "sessions_growing": "Sessions per day: growing by about {size_pct:percent} over {over}.",
        "sessions_falling": "Sessions per day: falling by about {size_pct:percent} over {over}.",
        "energy_stable": "Energy per day: stable over {over}.",
        "energy_growing": "Energy per day: growing by about {size_pct:percent} over {over}.",
        "energy_falling": "Energy per day: falling by about {size_pct:percent} over {over}.",
        "observed_days": "{days} observed days",
        "last_complete_days": "the last {days} complete days",
        "overstay": "Overstay: cars stood without charging {pct:percent} of the occupied time of the last"
        " {days} ({idle_s:lasting}).",
        "overstay_in_window": "Overstay: cars stood without charging {pct:percent} of the occupied time of"
        " {days} ({idle_s:lasting}).",
        "where_others_wait": "Where others wait, an idle fee, a time limit or a message to the driver"
        " frees it sooner.",
        # I15, I16 sessions
        "fast_charging": "Fast charging: {avg_duration_s:lasting} and {avg_consumption_wh:energy} on"
        " average over {sessions}.",
        "slow_charging": "Slow or partial charging: {avg_duration_s:lasting} and"
        " {avg_consumption_wh:energy} on average over {sessions}.",
        "sessions": Plural("{n} session", "{n} sessions"),
        "short_sessions": "{short:count} of {sessions:count} sessions were shorter than 5 minutes or below"
        " 1 kWh: short top-ups or interruptions.",
        # I20, I21, Q20 quality
        "clock_is_off": "The charger's clock is {offset_s:clock_off}, since {since}. Its stamps are"
        " corrected by that.",
        "stamps_not_believed": "{clock_repaired} could not be believed, so the time of receipt is used.",
        "time_stamps": Plural("{n} time stamp", "{n} time stamps"),
        "set_the_clock": "Set its time, or let it take the time from the back end's Heartbeat answers or"
        " from NTP.",
        "check_the_clock": "Check its clock.",
        "data_quality": "Data quality: {parts}.",
        "since_the_first_message": "since the first message {part}",
        "messages_not_read": Plural("{n} message could not be read", "{n} messages could not be read"),
        "messages_repaired": Plural("{n} message was repaired", "{n} messages were repaired"),
        "stops_of_no_session": Plural("{n} stop matches no session", "{n} stops match no session"),
        "ends_inferred": Plural("{n} session end was inferred", "{n} session ends were inferred"),
        "energy_is_unknown": "the energy of {energy_unknown:count} of {sessions} is unknown",
        "energy_outside_sessions": "{unaccounted_wh:energy} ({pct:percent}) flowed outside any session",
        "register_in_kwh": "The register of {sessions} by a thousandth of what the power says: it seems to"
        " count kWh and call them Wh.",
        "sessions_rose": Plural("{n} session rose", "{n} sessions rose"),
        "set_the_energy_factor": "If so, set energy_factor = 1000 for this charger.",
        # I26, I27 the conversation with the management system
        "charger_does_not_answer": "In the seven days before today the charger {parts}.",
        "answered_late": Plural("answered {n} call late", "answered {n} calls late"),
        "not_answered": Plural("did not answer {n} call", "did not answer {n} calls"),
        "ask_the_maker_why_it_does_not_answer": "A remote start or a new setting waits for that. See protocol"
        " health for which calls they are, and ask its maker.",
        "connection_cut_again": "The connection was cut about every {every_s:about}, {closes:count} times"
        " in the seven days before today.",
        "let_it_ping_more_often": "Let the charger ping or send heartbeats more often than that, or raise the"
        " idle timeout of the router or proxy between.",
        "and": "{first} and {last}",
    },
)
