"""How does the invented town live beside a server, without touching anything of it?"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from chargeboard.cli.children import begin_child
from chargeboard.cli.place import Place
from chargeboard.config import Settings


def show_town(host: str, port: int, language: str, folder: str) -> None:
    """The life of a process: the settings of the server it stands beside are none of the town's."""
    begin_child("town")
    # a server that shows no town need not know how one is invented
    demo = import_module("chargeboard.cli.server.demo_command")
    # nothing that is said of paths leads out of a folder that is gone with the town
    os.chdir(folder)
    settings = Settings().with_options(
        host=host, port=port, language=language, db=str(Path(folder) / demo.DEMO_DATABASE)
    )
    place = Place(settings.with_csms("town", authorize="accept_all", port=0))
    place.speak()
    demo.serve_town(place)
