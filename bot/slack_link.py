"""The link that creates the Slack app, its form filled from manifest.yml."""

from pathlib import Path
from urllib.parse import quote

NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_yaml="


def manifest_file() -> Path:
    """manifest.yml: beside the packages in a checkout, inside this one once installed."""
    beside = Path(__file__).parent.parent / "manifest.yml"
    return beside if beside.exists() else Path(__file__).with_name("manifest.yml")


def creation_link() -> str:
    return NEW_APP + quote(manifest_file().read_text(encoding="utf-8"), safe="")
