"""Processes that end, are interrupted, or run for long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

COUNT = 100_000 if os.environ.get("NNC_SOAK") else 5_000


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", program, *arguments]
    return subprocess.run(words, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("reading", ["asyncio.ensure_future(anext(events))", "None"])
def test_a_process_with_open_streams_ends(folder: str, reading: str) -> None:
    ended = run(
        f"""
import asyncio, sys, nnc
async def main():
    global fleet, events, task
    fleet = await nnc.open(sys.argv[1])
    events = fleet.events()
    task = {reading}
    home = await fleet.router("home")
    home.virtual_interfaces.start_create([{{"name": "tor", "service": "tor"}}])
asyncio.run(main())
""",
        folder,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_an_exit_in_the_middle_of_calls_is_clean(folder: str) -> None:
    for _ in range(5):
        ended = run(
            """
import asyncio, sys, nnc
async def main():
    fleet = await nnc.open(sys.argv[1])
    for _ in range(200):
        asyncio.ensure_future(fleet.routers())
    await asyncio.sleep(0)
    sys.exit(7)
asyncio.run(main())
""",
            folder,
        )
        assert (ended.returncode, ended.stderr) == (7, "")


def test_a_script_that_waits_can_be_interrupted(folder: str) -> None:
    # Who starts the tests in the background may have the signal ignored, which is inherited.
    program = """
import signal, sys
from nnc import blocking
signal.signal(signal.SIGINT, signal.default_int_handler)
events = blocking.open(sys.argv[1]).events()
try:
    print("waits", flush=True)
    next(events)
except KeyboardInterrupt:
    print("interrupted")
"""
    waiting = subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE, text=True)
    assert waiting.stdout is not None and waiting.stdout.readline() == "waits\n"
    waiting.send_signal(signal.SIGINT)
    assert waiting.communicate(timeout=60)[0] == "interrupted\n" and waiting.returncode == 0


def test_other_threads_run_while_one_waits(folder: str) -> None:
    ended = run(
        """
import sys, threading
from nnc import blocking
events = blocking.open(sys.argv[1]).events()
waiting = threading.Thread(target=next, args=(events, None))
waiting.start()
total = sum(range(1_000_000))
events.close()
waiting.join()
print(total)
""",
        folder,
    )
    assert (ended.returncode, ended.stdout) == (0, "499999500000\n")


def test_handles_and_streams_leave_nothing_behind(folder: str) -> None:
    ended = run(
        """
import sys
from nnc import blocking
def resident():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * 4096
fleet = blocking.open(sys.argv[1])
home = fleet.router("home")
def round(count):
    for _ in range(count):
        home.virtual_interfaces
        events = fleet.events(kind="apply")
        del events
count = int(sys.argv[2])
round(count // 5)
before = resident()
round(count)
print("measured:", count, "cycles,", resident() - before, "bytes more")
assert resident() - before < 2 << 20, resident() - before
""",
        folder,
        str(COUNT),
    )
    print(ended.stdout)
    assert ended.returncode == 0, ended.stderr


def test_what_happens_inside_is_logged_without_secrets(folder: str) -> None:
    ended = run(
        """
import asyncio, logging, sys, nnc
lines = []
class Keep(logging.Handler):
    def emit(self, record):
        lines.append((record.name, record.levelno, record.getMessage()))
        seen.set()
import threading
seen = threading.Event()
logging.getLogger("nnc").addHandler(Keep())
logging.getLogger("nnc").setLevel(logging.DEBUG)
async def main():
    fleet = await nnc.open(sys.argv[1])
    home = await fleet.router("home")
    await home.virtual_interfaces.create([{"name": "tor", "service": "tor"}])
    try:
        await fleet.add_router("other", "routeros+api://admin@127.0.0.1:1", password="hunter2")
    except nnc.UnavailableError:
        pass
asyncio.run(main())
assert seen.wait(60)
assert all(name == "nnc" for name, _, _ in lines) and any("apply" in text for _, _, text in lines), lines
assert not any("hunter2" in text or "secret" in text for _, _, text in lines), lines
""",
        folder,
    )
    assert ended.returncode == 0, ended.stderr
