import pytest

from chargeboard.config import Settings, SettingsError, load
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import Charger

FILE = """
port = 8123

[policy]
timezone = "Europe/Amsterdam"
min_success_energy_wh = 50
silence_detection = false
opening_hours = ["Mo-Fr 06:00-22:00"]

[chargers."CP 1"]
name = "North"
site = "Hall"
rated_kw = 50
timezone = "Europe/Lisbon"
sockets = [1, 2]
exclusions = [{ from = 2025-10-13T08:00:00Z, to = 2025-10-14, reason = "utility" }]
"""


def settings(tmp_path, text=FILE, **environment):
    path = tmp_path / "c.toml"
    path.write_text(text)
    return load(str(path), {f"CHARGEBOARD_{key}": value for key, value in environment.items()})


def test_a_charger_has_its_own_values_then_everyones_then_defaults(tmp_path):
    profile = settings(tmp_path).profile_of("CP 1")
    assert (profile.name, profile.site, profile.policy.rated_kw) == ("North", "Hall", 50)
    assert profile.policy.timezone == "Europe/Lisbon"
    assert profile.policy.sockets == (1, 2)
    assert profile.policy.min_success_energy_wh == 50
    assert profile.policy.silence_detection is False
    assert profile.policy.reconnect_grace_s == Policy().reconnect_grace_s
    assert [(one.from_, one.to) for one in profile.policy.exclusions] == [
        ("2025-10-13T08:00:00+00:00", "2025-10-14")
    ]
    assert not profile.timezone_is_default


def test_what_the_shell_stored_wins_and_a_change_is_seen_at_once(tmp_path):
    ours = settings(tmp_path)
    stored = Charger(id="CP 1", name="South", settings={"rated_kw": 22, "sockets": [1], "no_such_key": 1})
    assert ours.profile_of("CP 1").name == "North"
    profile = ours.profile_of("CP 1", stored)
    assert (profile.name, profile.site, profile.policy.rated_kw) == ("South", "Hall", 22)
    assert profile.policy.sockets == (1,)
    assert ours.profile_of("CP 1").name == "North"


def test_a_charger_without_a_zone_uses_utc_and_says_so():
    profile = Settings().profile_of("CP1")
    assert (profile.policy.timezone, profile.timezone_is_default) == ("UTC", True)


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path):
    ours = settings(
        tmp_path, PORT="8200", TOKEN="t", POLICY_MIN_SUCCESS_ENERGY_WH="75", POLICY_TIMEZONE="Asia/Tokyo"
    )
    assert (ours.server.port, ours.server.token) == (8200, "t")
    assert ours.profile_of("X").policy.min_success_energy_wh == 75
    assert ours.profile_of("X").policy.timezone == "Asia/Tokyo"
    assert ours.with_options(port=8300, host=None).server.port == 8300


def test_every_value_knows_where_it_was_set(tmp_path):
    ours = settings(tmp_path, HOST="::1").with_options(db="x.db")
    assert ours.installation()["db"].origin == "--db"
    assert ours.installation()["host"].origin == "CHARGEBOARD_HOST"
    assert ours.installation()["port"].origin.endswith("c.toml")
    assert ours.installation()["token"].origin == "default"
    assert ours.effective("CP 1")["rated_kw"].origin.endswith('c.toml [chargers."CP 1"]')
    assert ours.effective("CP 1")["silence_detection"].origin.endswith("c.toml [policy]")


def test_every_policy_key_can_be_set_in_the_file(tmp_path):
    for key in Policy.__struct_fields__:
        default = getattr(Policy(), key)
        text = {True: "true", False: "false"}.get(default) if isinstance(default, bool) else None
        text = text or (
            f'"{default}"' if isinstance(default, str) else "[]" if default == () else str(default)
        )
        text = {"sockets": "[1]", "heartbeat_interval_s": "60", "rated_kw": "11.5"}.get(key, text)
        settings(tmp_path, f"[policy]\n{key} = {text}").profile_of("X")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[policy]\nmin_sucess_energy_wh = 1", 'unknown key; did you mean "min_success_energy_wh"?'),
        ("[policy]\nmin_success_energy_wh = 'much'", "should be a whole number, not text"),
        ("[policy]\nmin_success_energy_wh = -1", "use 0 or more"),
        ("[policy]\noffline_k = 0", "use more than 0"),
        ("[policy]\nsilence_detection = 1", "should be true or false"),
        ("[policy]\ntimezone = 'Europe/Amsterdm'", 'there is no time zone "Europe/Amsterdm"'),
        ("[policy]\nsockets = [0]", "numbered from 1"),
        ("[policy]\nsuccess = 'always'", "invalid enum value"),
        ("[policy]\nopening_hours = ['nine to five']", '"Mo-Fr 06:00-22:00"'),
        ("[policy]\nopening_hours = ['Mo 25:00-26:00']", "is not a time of day"),
        ("[policy]\nsuccess_excludes = ['charger_falt']", 'did you mean "charger_fault"?'),
        ("[policy]\nexclusions = [{from=2025-10-14,to=2025-10-13,reason='x'}]", "before it begins"),
        ("[policy]\nexclusions = [{from='soon',to=2025-10-13,reason='x'}]", '"soon" is not a time'),
        ("[policy]\nexclusions = [{to=2025-10-13,reason='x'}]", "missing required field `from`"),
        ("timezone = 'UTC'", "it belongs under [policy]"),
        ("prot = 1", 'did you mean "port"?'),
        ("port = 99999", "use 1 to 65535"),
        ("port = '80'", "should be a whole number"),
        ("policy = 1", "should be a table"),
        ("[chargers.A]\nnmae = 'x'", 'did you mean "name"?'),
        ("[chargers.A]\nname = 1", "should be text"),
        ("[policy", "is not valid TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_what_to_do(tmp_path, text, message):
    with pytest.raises(SettingsError) as raised:
        settings(tmp_path, text)
    assert message in str(raised.value)
    assert "c.toml" in str(raised.value)


def test_a_wrong_environment_variable_is_named():
    with pytest.raises(SettingsError, match="CHARGEBOARD_PORT: should be a whole number"):
        load(None, {"CHARGEBOARD_PORT": "http"})
    with pytest.raises(SettingsError, match="CHARGEBOARD_POLICY_SOKETS: unknown key"):
        load(None, {"CHARGEBOARD_POLICY_SOKETS": "[1]"})


def test_a_named_file_must_exist(tmp_path):
    with pytest.raises(SettingsError, match="--config"):
        load(str(tmp_path / "absent.toml"), {})
