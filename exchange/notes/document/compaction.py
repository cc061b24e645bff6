"""Many updates as one, with nothing left out: structs that wait for a predecessor stay too."""

from collections.abc import Sequence

from pycrdt import Doc, XmlFragment, merge_updates

from exchange.notes.document.update import ROOT, claims_of

GROUP = 100


class Lossy(Exception):
    """The merged update does not say what its parts say."""


def merged(updates: Sequence[bytes]) -> bytes:
    """`updates` in one, compared with its parts; raises `Lossy`.

    Merged in groups, since the cost of one merge grows with the square of the number of parts.
    """
    parts = list(updates) or [b"\0\0"]
    while len(parts) > 1:
        parts = [
            merge_updates(*parts[start : start + GROUP]) for start in range(0, len(parts), GROUP)
        ]
    _compare(updates, parts[0])
    return parts[0]


def _compare(updates: Sequence[bytes], whole: bytes) -> None:
    structs: dict[int, int] = {}
    deletions: dict[int, int] = {}
    for claims in map(claims_of, updates):
        for client, end in claims.structs.items():
            structs[client] = max(end, structs.get(client, 0))
        for client, end in claims.deletions.items():
            deletions[client] = max(end, deletions.get(client, 0))
    claimed = claims_of(whole)
    if (claimed.structs, claimed.deletions) != (structs, deletions):
        raise Lossy
    if _applied(updates) != _applied([whole]):
        raise Lossy


def _applied(updates: Sequence[bytes]) -> tuple[bytes, str]:
    document: Doc[XmlFragment] = Doc()
    fragment = document.get(ROOT, type=XmlFragment)
    with document.transaction():
        for update in updates:
            document.apply_update(update)
    return document.get_state(), str(fragment)
