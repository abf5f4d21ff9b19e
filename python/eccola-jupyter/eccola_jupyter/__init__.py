"""Lets a Jupyter Server start eccola and serve it below /voila/."""

import logging
import os
import shutil
from pathlib import Path

import tornado.websocket

__all__ = ["proxy_eccola"]

log = logging.getLogger("eccola_jupyter")

MAIN = Path("node_modules", "eccola", "dist", "cli", "main.js")

# A photo travels as one websocket message, and both of the proxy's connections stop at 10 MiB by default.
MESSAGE_LIMIT = 64 * 1024 * 1024
LIMIT_SETTING = "websocket_max_message_size"
# The proxy takes the limit of its connection to eccola from no setting but tornado's own default, a private name: where
# that is gone, uploads of over 10 MiB fail and nothing else does.
TORNADO_DEFAULT = "_default_max_message_size"


def _jupyter_server_extension_points() -> "list[dict]":
    return [{"module": "eccola_jupyter"}]


def _load_jupyter_server_extension(server) -> None:
    """Lets a photo of more than 10 MiB through. What is set already stays."""
    server.web_app.settings.setdefault(LIMIT_SETTING, MESSAGE_LIMIT)
    if getattr(tornado.websocket, TORNADO_DEFAULT, MESSAGE_LIMIT) < MESSAGE_LIMIT:
        setattr(tornado.websocket, TORNADO_DEFAULT, MESSAGE_LIMIT)


def proxy_eccola() -> dict:
    """What jupyter-server-proxy is to know: it calls this when the Jupyter Server starts, in the folder that it serves.

    See https://jupyter-server-proxy.readthedocs.io/en/latest/server-process.html
    """
    folder = Path.cwd()
    program = find_eccola(folder)
    if program is None:
        log.warning(
            "eccola was not found: run `npm install --ignore-scripts eccola` in %s.",
            folder,
        )
    return {
        "command": [
            *(program or ["eccola"]),
            str(folder),
            "--host=127.0.0.1",
            "--port={port}",
            "--base-url={base_url}voila/",
        ],
        "absolute_url": False,
        # Seconds; the default of 5 is too short for a cold start on a small machine.
        "timeout": 120,
        "new_browser_tab": True,
        "launcher_entry": {
            "enabled": program is not None,
            "title": "eccola",
            "path_info": "voila/",
            "icon_path": str(Path(__file__).parent / "eccola.svg"),
        },
    }


def find_eccola(folder: Path) -> "list[str] | None":
    """The command that starts eccola: the one that ECCOLA names, the nearest package's, else the one in PATH."""
    named = os.environ.get("ECCOLA")
    if named:
        return ["node", named] if named.endswith(".js") else [named]
    for place in (folder, *folder.parents):
        if (place / MAIN).is_file():
            return ["node", str(place / MAIN)]
    installed = shutil.which("eccola")
    return [installed] if installed else None
