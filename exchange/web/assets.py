"""Tags for what the browser build made: hashed files, found by the name of their entry."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup

MANIFEST = Path("dist") / ".vite" / "manifest.json"  # below the static folder
PUBLIC = "/static/dist/"  # the same as `base` in vite.config.ts

STYLE = Markup('<link rel="stylesheet" href="{url}" nonce="{nonce}">')
PRELOAD = Markup('<link rel="modulepreload" href="{url}" nonce="{nonce}">')
SCRIPT = Markup('<script type="module" src="{url}" nonce="{nonce}"></script>')

Manifest = dict[str, dict[str, Any]]


class AssetsNotBuiltError(RuntimeError):
    """The browser build is missing, or has no such entry."""


class Assets:
    """The build's manifest, read at first use and kept while the process runs."""

    def __init__(self, manifest: Path) -> None:
        self._path = manifest
        self._manifest: Manifest | None = None
        self._tags: dict[str, tuple[tuple[Markup, str], ...]] = {}

    def tags(self, entry: str, nonce: str = "") -> Markup:
        """The `<link>` and `<script>` tags of an entry of vite.config.ts, such as "site".

        `nonce` is the one in the answer's content security policy. Raises `AssetsNotBuiltError`.
        """
        if entry not in self._tags:
            self._tags[entry] = tuple(_tags_of(self._read(), entry))
        return Markup("\n  ").join(
            template.format(url=PUBLIC + file, nonce=nonce) for template, file in self._tags[entry]
        )

    def _read(self) -> Manifest:
        if self._manifest is None:
            try:
                self._manifest = json.loads(self._path.read_text(encoding="utf-8"))
            except FileNotFoundError:
                raise AssetsNotBuiltError(
                    f"{self._path} is missing. Run the browser build first: npm ci && npm run build"
                ) from None
        return self._manifest


def init_assets(app: Flask) -> None:
    """Give templates `asset(entry, nonce)`."""
    assets = Assets(Path(app.static_folder or "static") / MANIFEST)
    app.jinja_env.globals["asset"] = assets.tags


def _tags_of(manifest: Manifest, entry: str) -> Iterator[tuple[Markup, str]]:
    """Pairs of a tag's template and its file: styles, then what is preloaded, then the script."""
    chunk = next((c for c in manifest.values() if c.get("isEntry") and c["name"] == entry), None)
    if chunk is None:
        raise AssetsNotBuiltError(f'The browser build has no entry "{entry}". Run: npm run build')
    imported = _imported(manifest, chunk, seen={})
    styles = [file for part in (*imported, chunk) for file in part.get("css", ())]
    yield from ((STYLE, file) for file in dict.fromkeys(styles))
    yield from ((PRELOAD, part["file"]) for part in imported)
    yield SCRIPT, chunk["file"]


def _imported(
    manifest: Manifest, chunk: dict[str, Any], seen: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Every chunk that `chunk` needs at once, each once; what it loads later is left out."""
    for key in chunk.get("imports", ()):
        if key not in seen:
            seen[key] = manifest[key]
            _imported(manifest, manifest[key], seen)
    return list(seen.values())
