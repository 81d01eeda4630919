"""Run a Python bot as it is, with slack_sdk pointed at the sandbox: `python -m sandbox.unmodified app.py`.

slack_sdk has no setting for Slack's address but the `base_url` of each client. SLACK_API_URL tells it here.
"""

import os
import runpy
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

CLIENTS = {
    "base_client": "BaseClient",
    "async_base_client": "AsyncBaseClient",
    "legacy_base_client": "LegacyBaseClient",
}


def point_slack_sdk_at(api_url: str) -> None:
    """Every client made from now on without a `base_url` of its own speaks to that address."""
    for module, name in CLIENTS.items():
        with suppress(ImportError):  # the asynchronous one needs aiohttp
            client = getattr(import_module(f"slack_sdk.web.{module}"), name)
            start = client.__init__
            start.__defaults__ = tuple(api_url if one == client.BASE_URL else one for one in start.__defaults__)
            client.BASE_URL = api_url


def main() -> None:
    if len(sys.argv) < 2 or "SLACK_API_URL" not in os.environ:
        sys.exit("usage: SLACK_API_URL=http://127.0.0.1:8300/api/ python -m sandbox.unmodified app.py")
    point_slack_sdk_at(os.environ["SLACK_API_URL"])
    del sys.argv[0]
    sys.path[0] = str(Path(sys.argv[0]).resolve().parent)
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
