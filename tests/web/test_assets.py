"""The tags that pages carry for the browser build."""

import json
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from exchange.web.assets import MANIFEST, Assets, AssetsNotBuiltError, init_assets

BUILD = {
    "static/src/site/main.ts": {
        "file": "assets/site-a1.js",
        "name": "site",
        "isEntry": True,
        "css": ["assets/site-b2.css"],
    },
    "static/src/room/main.tsx": {
        "file": "assets/room-c3.js",
        "name": "room",
        "isEntry": True,
        "imports": ["_live-d4.js", "_clock-e5.js"],
        "dynamicImports": ["static/src/notes/main.ts"],
        "css": ["assets/room-f6.css"],
    },
    "_live-d4.js": {
        "file": "assets/live-d4.js",
        "name": "live",
        "imports": ["_clock-e5.js"],
        "css": ["assets/live-g7.css"],
    },
    "_clock-e5.js": {"file": "assets/clock-e5.js", "name": "clock", "imports": ["_live-d4.js"]},
    "static/src/notes/main.ts": {
        "file": "assets/notes-h8.js",
        "name": "notes",
        "isDynamicEntry": True,
    },
}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    manifest = tmp_path / MANIFEST
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps(BUILD), encoding="utf-8")
    return tmp_path


@pytest.fixture
def assets(static: Path) -> Assets:
    return Assets(static / MANIFEST)


def test_an_entry_gives_its_style_and_its_module_by_their_hashed_names(assets: Assets) -> None:
    assert assets.tags("site", "n0nce").split("\n  ") == [
        '<link rel="stylesheet" href="/static/dist/assets/site-b2.css" nonce="n0nce">',
        '<script type="module" src="/static/dist/assets/site-a1.js" nonce="n0nce"></script>',
    ]


def test_what_an_entry_imports_is_preloaded_once_even_when_imports_form_a_ring(
    assets: Assets,
) -> None:
    tags = assets.tags("room")
    for chunk in ("live-d4.js", "clock-e5.js"):
        link = f'<link rel="modulepreload" href="/static/dist/assets/{chunk}"'
        assert tags.count(link) == 1


def test_styles_of_imported_chunks_come_before_those_of_the_entry(assets: Assets) -> None:
    tags = assets.tags("room")
    assert 0 < tags.index("live-g7.css") < tags.index("room-f6.css")


def test_what_is_imported_later_is_not_fetched_with_the_page(assets: Assets) -> None:
    assert "notes-h8.js" not in assets.tags("room")


def test_the_manifest_is_read_once(static: Path, assets: Assets) -> None:
    first = assets.tags("site")
    (static / MANIFEST).unlink()
    assert assets.tags("site") == first
    assert "room-c3.js" in assets.tags("room")


def test_each_answer_carries_its_own_nonce(assets: Assets) -> None:
    assert "first" in assets.tags("site", "first")
    assert "first" not in assets.tags("site", "second")


def test_a_hostile_nonce_cannot_leave_its_attribute(assets: Assets) -> None:
    assert '"><script>' not in assets.tags("site", '"><script>')


def test_a_missing_build_says_what_to_run_and_is_found_once_it_is_there(tmp_path: Path) -> None:
    assets = Assets(tmp_path / MANIFEST)
    with pytest.raises(AssetsNotBuiltError, match="npm run build"):
        assets.tags("site")
    (tmp_path / MANIFEST).parent.mkdir(parents=True)
    (tmp_path / MANIFEST).write_text(json.dumps(BUILD), encoding="utf-8")
    assert "site-a1.js" in assets.tags("site")


@pytest.mark.parametrize("name", ["unknown", "live", "notes", "static/src/site/main.ts", ""])
def test_only_entries_have_tags(assets: Assets, name: str) -> None:
    with pytest.raises(AssetsNotBuiltError, match="no entry"):
        assets.tags(name)


def test_templates_get_the_tags_unescaped(static: Path) -> None:
    app = Flask(__name__, static_folder=str(static))
    init_assets(app)
    with app.app_context():
        page = render_template_string("{{ asset('site', 'n') }}")
    assert page.startswith("<link rel=")
