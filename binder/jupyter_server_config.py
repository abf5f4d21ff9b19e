"""Lets a Jupyter Server start eccola and serve it below /voila/. Linked by binder/postBuild into Jupyter's folder."""

import re
import sys
import types
from pathlib import Path

import tornado.web
import tornado.websocket

c = get_config()  # noqa: F821

repository = Path(__file__).resolve().parent.parent

c.ServerProxy.servers = {
    "voila": {
        "command": [
            "node",
            str(repository / "dist" / "cli" / "main.js"),
            str(repository / "notebooks"),
            "--host=127.0.0.1",
            "--port={port}",
            # {base_url} is /user/NAME/ on Binder, where /user/NAME/api/ is Jupyter's own: everything of eccola's
            # lies below voila/.
            "--base-url={base_url}voila/",
        ],
        "absolute_url": False,
        # Seconds. The default of 5 is too short for a cold start on Binder's share of a processor.
        "timeout": 120,
        "new_browser_tab": True,
        "launcher_entry": {"title": "eccola", "path_info": "voila/"},
    }
}

# A photo travels as one websocket message, and both of the proxy's connections stop at 10 MiB by default. The proxy
# takes the second limit from no setting but tornado's own default, a private name: where that is gone, uploads of
# over 10 MiB fail and nothing else does.
MESSAGE_LIMIT = 64 * 1024 * 1024
c.ServerApp.tornado_settings = {
    # Binder sets this one in the same dictionary, which ours replaces.
    "trust_xheaders": True,
    "websocket_max_message_size": MESSAGE_LIMIT,
}
if hasattr(tornado.websocket, "_default_max_message_size"):
    tornado.websocket._default_max_message_size = MESSAGE_LIMIT


class EscapedLink(tornado.web.RequestHandler):
    """Some who pass a link on escape its slashes, for which Jupyter has no page: the same link without that."""

    def get(self) -> None:
        base = self.settings["base_url"]
        link = re.sub("%2[Ff]", "/", self.request.uri[len(base) :])
        self.redirect(base + link.lstrip("/"))


links = types.ModuleType("eccola_links")
links.default_handlers = [
    (r"/(?:%2[Ff]|/)+voila(?:%2[Ff]|/).*", EscapedLink),
    (r"/voila%2[Ff].*", EscapedLink),
]
# Jupyter Server imports what it is to serve beside its own by name.
sys.modules[links.__name__] = links
c.ServerApp.extra_services = [links.__name__]
