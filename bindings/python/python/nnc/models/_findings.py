"""What is wrong with a document, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_FINDINGS: Final = 100
"""Most findings that are reported; a last one, ``more-findings``, stands for the rest."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    code: str
    """A stable code in kebab-case, such as ``too-long``."""
    pointer: str
    """Where: a JSON pointer (RFC 6901) with the names of the schema; empty for the whole document."""
    message: str
    """What is wrong, for people. It never holds the value."""


class Refused(ValueError):
    """A document was refused; ``findings`` says why, ordered by pointer and code."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{f.pointer or 'the document'}: {f.message} [{f.code}]" for f in findings))
        self.findings: Final = findings


class Unreadable(Exception):
    """A document cannot be read at all."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.finding: Final = Finding(code, "", message)


class Findings:
    """Collects findings while a document is judged, and knows where the judge stands."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._found: dict[tuple[str, str], Finding] = {}
        self._more = False
        self.count = 0
        """How many findings were noted so far."""

    def enter(self, part: str | int) -> None:
        """Goes to a key of the object or an item of the list."""
        self._path.append(str(part).replace("~", "~0").replace("/", "~1"))

    def leave(self) -> None:
        """Goes back to where it was before the last ``enter``."""
        self._path.pop()

    def refuse(self, code: str, message: str) -> None:
        """Notes what is wrong at this place."""
        self.count += 1
        pointer = "".join(f"/{part}" for part in self._path)
        self._found.setdefault((pointer, code), Finding(code, pointer, message))
        # Only what may be reported is kept: a document can have far more findings than it has bytes.
        if len(self._found) > 2 * MOST_FINDINGS:
            self._cut()

    def _cut(self) -> None:
        kept = sorted(self._found)
        self._more = self._more or len(kept) > MOST_FINDINGS
        self._found = {key: self._found[key] for key in kept[:MOST_FINDINGS]}

    def finish(self) -> list[Finding]:
        """Orders the findings and keeps each once."""
        self._cut()
        ordered = list(self._found.values())
        if self._more:
            message = "there are more findings than are shown; mend these first"
            ordered.append(Finding("more-findings", "", message))
        return ordered
