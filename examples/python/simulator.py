"""A simulated router for the examples; a program of yours has the URL of a real one in its place."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Simulator:
    """Where the router is, and where nnc may keep what it knows."""

    url: str
    folder: str
    rest: str

    def remove_first(self, menu: str) -> None:
        """What somebody else does on the router: takes the first row of a menu away."""
        rows: list[dict[str, str]] = json.loads(self._ask("GET", menu))
        self._ask("DELETE", f"{menu}/{rows[0]['.id']}")

    def _ask(self, method: str, path: str) -> bytes:
        login = base64.b64encode(b"admin:secret").decode()
        request = Request(f"http://{self.rest}/rest{path}", method=method, headers={"Authorization": f"Basic {login}"})
        with urlopen(request) as answer:
            body: bytes = answer.read()
        return body


@contextmanager
def simulator() -> Iterator[Simulator]:
    """Runs ``routeros-sim`` for as long as the block."""
    options = ["--api", "127.0.0.1:0", "--rest", "127.0.0.1:0", "--user", "admin", "--password", "secret"]
    process = subprocess.Popen([*command(), *options], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        bound = json.loads(process.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            yield Simulator(f"routeros+api://admin@{bound['api']}", folder, bound["rest"])
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def command() -> list[str]:
    """The simulator: where ``NNC_ROUTEROS_SIM`` says, on the path, or built from this repository."""
    found = os.environ.get("NNC_ROUTEROS_SIM") or shutil.which("routeros-sim")
    if found:
        return [found]
    manifest = Path(__file__).parents[2] / "Cargo.toml"
    return ["cargo", "run", "--quiet", "--manifest-path", str(manifest), "-p", "routeros-sim", "--"]
