"""A backup of PostgreSQL is made while a gateway keeps frames, and restored beside it, as the how-to says."""

from contextlib import ExitStack

import psycopg
import pytest
from crew import Crew, as_in_a_calm_run, talk
from fleet import Fleet, many_files, wrong

from chargeboard.cli.cluster.judging import judged_processes
from chargeboard.cli.cluster.seen import cluster_seen
from chargeboard.run.clock import now

pytestmark = [pytest.mark.sqlite, pytest.mark.soak]
FEW = 24


def answered(fleet):
    return {call.number for one in fleet.chargers for call in one.calls if call.answer is not None}


def test_a_backup_is_restored_beside_a_gateway_that_goes_on(postgres, postgres_server, tmp_path):
    dump = postgres_server.folder / "board.dump"
    with ExitStack() as opened:
        opened.enter_context(many_files())
        fleet = Fleet(FEW)
        crew = Crew(opened, postgres, tmp_path, fleet)
        gateway, _ = crew.hire("gateway", "projector")
        fleet.start(gateway.address)
        talk(crew, 10 * FEW)
        before = answered(fleet)
        postgres_server.run("pg_dump", "--format=custom", f"--file={dump}", postgres)
        talk(crew, 4 * FEW)
        url = opened.enter_context(postgres_server.database())
        postgres_server.run("pg_restore", "--no-owner", f"--dbname={url}", dump)
        restored = Crew(opened, url, tmp_path, fleet)
        with restored.store() as store:
            kept = cluster_seen(store, now)
        assert {one.role for one in kept.processes} == {"gateway", "projector"}, "as it was then"
        # it is looked at first, and nothing of it disturbs who goes on
        talk(crew, 2 * FEW)
        for hand in crew.hands:
            hand.stop()
        gone = answered(fleet) - before
        gateway, _ = restored.hire("gateway", "projector")
        fleet.moved(gateway.address)
        talk(restored, 4 * FEW)
        fleet.settle()
        restored.until_understood()
        with restored.store() as store:
            told = [one.text for one in judged_processes(cluster_seen(store, now)) if one.level == "error"]
        assert told == []
        restored.end()
        with psycopg.connect(url) as connection:
            assert set(wrong(fleet, connection)) <= {f"lost: {number}" for number in gone}
        assert len(as_in_a_calm_run(restored)) == FEW
    dump.unlink()
