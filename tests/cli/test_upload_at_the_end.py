"""A server that ends while a file is read that was uploaded leaves nothing of it."""

import multiprocessing

from chargeboard.cli.server.uploaded import Upload, Uploads
from chargeboard.config import Settings


def test_its_file_is_gone_with_the_process_that_read_it(tmp_path):
    file = tmp_path / "uploaded" / "log.jsonl"
    file.parent.mkdir()
    file.write_text("[2,")
    uploads = Uploads(
        Settings().with_options(db=str(tmp_path / "b.db")), multiprocessing.get_context("spawn")
    )
    assert uploads.take(Upload(file))
    uploads.stop()
    assert not uploads._taking.is_alive()
    assert not file.parent.exists()
    assert uploads.log.is_over
