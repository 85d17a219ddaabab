"""A browser, and our pages served to it."""

import little_town as town
import pytest
import ready_desk
import sample_boards as sample
from chromium import CHROMIUM, FLAGS
from serving import served
from staff import staff

from chargeboard.web.app import create_app


@pytest.fixture(scope="session")
def browser(driver):
    found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield found
    found.close()


@pytest.fixture(scope="session")
def little_desk():
    """The town of `little_town`, which takes long to tell; nobody changes it."""
    made = town.little_town()
    yield made
    made.store.close()


def _served(token):
    yield from served(
        create_app(
            ready_desk.ReadyDesk([*sample.town(), sample.year()]),
            token=token,
            now=lambda: sample.NOW,
            people=staff(lambda: sample.NOW, token),
        )
    )


@pytest.fixture(scope="session")
def site():
    yield from _served(None)


@pytest.fixture(scope="session")
def locked_site():
    yield from _served(ready_desk.TOKEN)
