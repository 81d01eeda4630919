"""The app's manifest, as Slack's manifest schema checks it, and what the sandbox reads in it."""

from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]


class ManifestRefused(Exception):
    """Slack would not create an app from this manifest."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_manifest(path: Path) -> Json:
    """The manifest of a YAML or JSON file, checked."""
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(manifest, dict):
        raise ManifestRefused(["the manifest is not an object"])
    return manifest
