"""Where the key-encryption keys come from: the environment, a file, or a command.

Whatever the source, it gives the same text: `id:base64` of 32 bytes, one or more, by commas or
lines, the current one first. It is read once, when the process starts.
"""

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PATIENCE = 30  # seconds that a command may take


class SourceFailed(Exception):
    """The source gave nothing; the text says why, and holds no key."""


class KeySource(Protocol):
    """Something that gives the keys."""

    def read(self) -> str:
        """The keys as text. Raises `SourceFailed`."""
        ...


@dataclass(frozen=True)
class Given:
    """The keys themselves, from the environment."""

    text: str

    def read(self) -> str:
        return self.text


@dataclass(frozen=True)
class File:
    """A file that holds them, such as a mounted secret."""

    path: Path

    def read(self) -> str:
        try:
            return self.path.read_text()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not text"
            raise SourceFailed(f"cannot read that file ({why}).") from None


@dataclass(frozen=True)
class Command:
    """A program that prints them: it asks a key management service, a vault, a card.

    It runs without a shell. What it prints beside the keys is not passed on: it may be secret.
    """

    line: str

    def read(self) -> str:
        try:
            done = subprocess.run(  # noqa: S603  # the operator's own command
                shlex.split(self.line), capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it cannot be understood"
            raise SourceFailed(f"that command cannot be run ({why}).") from None
        except subprocess.TimeoutExpired:
            raise SourceFailed(f"that command took longer than {PATIENCE} seconds.") from None
        if done.returncode:
            raise SourceFailed(f"that command ended with status {done.returncode}.")
        return done.stdout.decode("ascii", errors="replace")


def source_of(value: str) -> KeySource:
    """The source that a setting names: `@/path`, `!command arguments`, or the keys themselves."""
    if value.startswith("@"):
        return File(Path(value[1:]))
    if value.startswith("!"):
        return Command(value[1:])
    return Given(value)
