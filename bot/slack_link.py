"""The link that creates the Slack app, its form filled from manifest.yml."""

import json
from urllib.parse import quote

from bot.manifest import read_manifest

NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_json="


def creation_link() -> str:
    return NEW_APP + quote(json.dumps(read_manifest(), ensure_ascii=False, separators=(",", ":")), safe="")
