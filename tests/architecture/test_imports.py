"""The import contracts of pyproject.toml hold, and would be seen to break."""

from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]
BROKEN = """
[tool.importlinter]
root_package = "exchange"

[[tool.importlinter.contracts]]
name = "The core imports nothing of a feature, turned round"
type = "forbidden"
source_modules = ["exchange.accounts"]
forbidden_modules = ["exchange.core"]
"""


def contracts_hold(file: Path) -> bool:
    configure()
    return bool(use_cases.lint_imports(config_filename=str(file), cache_dir=None))


def test_the_contracts_hold(capsys: pytest.CaptureFixture[str]):
    assert contracts_hold(ROOT / "pyproject.toml"), capsys.readouterr().out


def test_a_broken_contract_is_noticed(tmp_path: Path):
    (tmp_path / "broken.toml").write_text(BROKEN)
    assert not contracts_hold(tmp_path / "broken.toml")
