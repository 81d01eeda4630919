"""manifest.yml, from which the Slack app is created."""

from pathlib import Path
from typing import Any

import yaml


def manifest_file() -> Path:
    """Beside the packages in a checkout, inside this one once installed."""
    beside = Path(__file__).parent.parent / "manifest.yml"
    return beside if beside.exists() else Path(__file__).with_name("manifest.yml")


def read_manifest() -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load(manifest_file().read_text(encoding="utf-8"))
    return manifest


def scopes() -> frozenset[str]:
    """What the app may do in Slack: scopes of the bot alone, none of a user."""
    return frozenset(read_manifest()["oauth_config"]["scopes"]["bot"])
