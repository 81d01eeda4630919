"""Start the sandbox: `python -m sandbox --manifest manifest.yml [--world world.json]`; docs/sandbox.md has the rest."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from sandbox.rules.manifest import ManifestRefused, read_manifest
from sandbox.server import serve
from sandbox.world import World
from sandbox.worldfile import read_world_file


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A pretend Slack and pretend mail servers.")
    parser.add_argument("--manifest", type=Path, required=True, help="the Slack app's manifest")
    parser.add_argument("--world", type=Path, help="the world file; a small world without it")
    parser.add_argument("--port", type=int, default=8300, help="the one HTTP port; 0 for a free one")
    parser.add_argument(
        "--request-url", default="", help="http://127.0.0.1:3000, in place of the origin of the manifest's request URLs"
    )
    parser.add_argument("--data", type=Path, help="where mails and tokens are kept; a temporary folder without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sandbox-") as scratch:
        try:
            file = read_world_file(options.world) if options.world else None
            world = World(file, read_manifest(options.manifest), data=options.data or Path(scratch))
            world.request_urls.origin = options.request_url
        except (ValueError, ManifestRefused, OSError) as problem:
            sys.exit(f"sandbox: {problem}")
        asyncio.run(serve(world, options.port, say))


if __name__ == "__main__":
    main()
