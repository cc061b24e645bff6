"""What README.md names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

TARGETS = sorted(set(re.findall(r"(?:^|[`;]|&& |=\d+ )make ([a-z0-9]+)", README, re.MULTILINE)))
LINKS = sorted(
    {link for link in re.findall(r"\]\(([^)#]+)\)", README) if not link.startswith("http")}
)
FOLDERS = sorted(set(re.findall(r"`([\w./-]+/)`", README)))


def test_there_is_something_to_check():
    assert "run" in TARGETS
    assert "docs/architecture.md" in LINKS
    assert "exchange/" in FOLDERS


@pytest.mark.parametrize("target", TARGETS)
def test_every_command_that_it_names_is_there(target: str):
    assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("path", LINKS)
def test_every_link_leads_to_something(path: str):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_that_it_names_is_there(folder: str):
    assert any((place / folder).is_dir() for place in (ROOT, ROOT / "exchange"))
