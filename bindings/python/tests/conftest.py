"""A simulated router for each test, and a fleet that knows it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from nnc import blocking

START = datetime(2026, 1, 1, tzinfo=timezone.utc)


class Simulator:
    """A running ``routeros-sim``."""

    def __init__(self, *options: str) -> None:
        words = ["--api", "127.0.0.1:0", "--control", "127.0.0.1:0", "--version", "7.22.3"]
        login = ["--user", "admin", "--password", "secret"]
        self.process = subprocess.Popen(
            [os.environ["NNC_ROUTEROS_SIM"], *words, *login, *options], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        bound = json.loads(self.process.stdout.readline())
        self.url = f"routeros+api://admin@{bound['api']}"
        self._control = f"http://{bound['control']}"

    def state(self, menu: str) -> list[dict[str, str]]:
        """The rows of a menu, as the router has them."""
        with urlopen(f"{self._control}/state") as answer:
            rows: list[dict[str, str]] = json.load(answer)["menus"].get(menu, [])
        return rows

    def fault(self, what: dict[str, object]) -> None:
        """Something that goes wrong once."""
        request = Request(f"{self._control}/fault", json.dumps(what).encode(), method="POST")
        with urlopen(request):
            pass

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    running = Simulator()
    yield running
    running.stop()


@pytest.fixture
def folder(simulator: Simulator, tmp_path: Path) -> str:
    """A data directory that knows the simulated router as ``home``."""
    path = str(tmp_path / "state")
    with blocking.open_for_test(path, 7, START) as fleet:
        fleet.add_router("home", simulator.url, password="secret")
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A last line as Rust's tests have it, for the project's task runner."""
    count = {name: len(terminalreporter.stats.get(name, [])) for name in ("passed", "failed", "error", "skipped")}
    failed = count["failed"] + count["error"]
    result = "FAILED" if failed else "ok"
    terminalreporter.write_line(
        f"test result: {result}. {count['passed']} passed; {failed} failed; {count['skipped']} ignored"
    )
