import pytest
from growing_log import Log


@pytest.fixture
def log(tmp_path):
    log = Log(tmp_path)
    yield log
    log.store.close()
