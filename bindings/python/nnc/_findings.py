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
        self._found: list[Finding] = []

    def enter(self, part: str | int) -> None:
        """Goes to a key of the object or an item of the list."""
        self._path.append(str(part).replace("~", "~0").replace("/", "~1"))

    def leave(self) -> None:
        """Goes back to where it was before the last ``enter``."""
        self._path.pop()

    def refuse(self, code: str, message: str) -> None:
        """Notes what is wrong at this place."""
        pointer = "".join(f"/{part}" for part in self._path)
        self._found.append(Finding(code, pointer, message))

    @property
    def count(self) -> int:
        """How many findings there are so far."""
        return len(self._found)

    def finish(self) -> list[Finding]:
        """Orders the findings and keeps each once."""
        once: dict[tuple[str, str], Finding] = {}
        for finding in self._found:
            once.setdefault((finding.pointer, finding.code), finding)
        ordered = [once[key] for key in sorted(once)]
        if len(ordered) > MOST_FINDINGS:
            message = "there are more findings than are shown; mend these first"
            ordered[MOST_FINDINGS:] = [Finding("more-findings", "", message)]
        return ordered
