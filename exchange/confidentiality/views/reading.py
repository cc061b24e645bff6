from flask import Blueprint, render_template, request

from exchange.confidentiality import queries
from exchange.confidentiality.comparison import Status, compare
from exchange.confidentiality.messages import numbered
from exchange.confidentiality.models import ProtocolVersion
from exchange.core.errors import NotFound

reading = Blueprint("protocols", __name__)


@reading.get("/protocols")
def protocol_list() -> str:
    """Every protocol with its version in force."""
    rows = [(protocol, queries.published(protocol)[0]) for protocol in queries.protocols()]
    return render_template("confidentiality/protocols.html", rows=rows)


@reading.get("/protocols/<slug>")
@reading.get("/protocols/<slug>/<number>")
def protocol(slug: str, number: str | None = None) -> str:
    """A protocol's version in force, or the one with that number."""
    found = queries.get_protocol(slug)
    version = queries.version_of(found, number)
    versions = queries.published(found)
    return render_template(
        "confidentiality/protocol.html",
        protocol=found,
        version=version,
        versions=versions,
        in_force=version is versions[0],
        sections=list(numbered(version.sections)),
    )


@reading.get("/protocols/<slug>/compare")
def comparison(slug: str) -> str:
    """What changed between two versions; without `from` and `to`, between the last two."""
    found = queries.get_protocol(slug)
    versions = queries.published(found)
    newer = queries.version_of(found, request.args.get("to"))
    older = _older(versions, newer, request.args.get("from"))
    return render_template(
        "confidentiality/comparison.html",
        protocol=found,
        versions=versions,
        older=older,
        newer=newer,
        changes=changes_between(older, newer),
        Status=Status,
    )


def _older(
    versions: list[ProtocolVersion], newer: ProtocolVersion, number: str | None
) -> ProtocolVersion:
    earlier = [version for version in versions if version.ordinal < newer.ordinal]
    if number is None and earlier:
        return earlier[0]
    for version in versions:
        if version.number == number:
            return version
    raise NotFound


def changes_between(older: ProtocolVersion, newer: ProtocolVersion) -> list[object]:
    """The comparison of two versions, section by section."""
    return list(
        compare(
            older.sections,
            newer.sections,
            old_introduction=older.introduction,
            new_introduction=newer.introduction,
        )
    )
