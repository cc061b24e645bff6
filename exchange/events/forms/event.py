"""The form in which network staff write an event, and what its lines of text mean."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from exchange.events.enums import Audience, Delivery, EventKind, PriceFor
from exchange.events.messages import (
    LONGEST_TOPIC,
    LOOKED_AT,
    AgendaContent,
    EventContent,
    PartContent,
    PartnerContent,
    PriceContent,
)
from exchange.events.rules import parts_in_order
from exchange.membership.forms import LANGUAGES as LANGUAGE_NAMES
from exchange.web.amounts import AmountField
from exchange.web.forms import Form, between
from exchange.web.language import translate

NEEDED = _l("Fill this in.")
WHOLE = _l("Give a whole number.")
MOMENT = _l("Give a day and an hour.")
AMOUNT = _l("Give an amount such as 187.00.")
LONG = _l("This is too long.")
HTTPS = _l("Give an address that begins with https://.")
ADDRESS = r"https?://\S+\Z"
LINES = 20_000  # characters of a field with many lines

PART = re.compile(
    r"(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d)\s*[-–]\s*(?:(\d{4}-\d\d-\d\d)\s+)?(\d\d:\d\d)(?:\s+(.+))?"
)
ITEM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s+(\d{1,4})\s+([^|]+)(?:\|(.*))?")
NEXT_PART = re.compile(r"#\s*(\d{1,3})")

TRAITS = (
    ("peer_led", _l("Peer-led")),
    ("late_entry", _l("After the deadline, people may register while places last")),
    ("in_house_on_request", _l("Can be had in house, on request")),
    ("for_whole_teams", _l("For whole teams")),
    ("interest_before_dates", _l("May be published before it has dates")),
    ("own_cases", _l("People with a place hand in a case of their own")),
    ("dilemma_game", _l("With a dilemma game")),
    ("admits_each", _l("Facilitators let people in one by one")),
)
KINDS = [
    (EventKind.EXCHANGE.value, _l("Exchange")),
    (EventKind.WORKSHOP.value, _l("Workshop")),
    (EventKind.TRAINING.value, _l("Training")),
    (EventKind.COURSE.value, _l("Course")),
]
AUDIENCES = [
    (Audience.MEMBERS_ONLY.value, _l("Members only")),
    (Audience.OPEN.value, _l("Open to all")),
]
DELIVERIES = [
    (Delivery.ROOMS.value, _l("Online, in rooms on this site")),
    (Delivery.EXTERNAL_CALL.value, _l("Online, in a video call")),
    (Delivery.IN_PERSON.value, _l("In person")),
]
PRICES = {
    "price_member": PriceFor.MEMBER,
    "price_non_member": PriceFor.NON_MEMBER,
    "price_everyone": PriceFor.EVERYONE,
}


def _choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in pairs]


def _text(label: Any, most: int, **options: Any) -> StringField:
    return StringField(label, [Length(max=most, message=LONG)], **options)


def _lines(
    label: Any, description: Any = "", *, needed: bool = False, rows: int = 4
) -> TextAreaField:
    checks = (
        [DataRequired(NEEDED), Length(max=LINES, message=LONG)]
        if needed
        else [Length(max=LINES, message=LONG)]
    )
    return TextAreaField(label, checks, description=description, render_kw={"rows": rows})


def _moment(label: Any) -> DateTimeLocalField:
    return DateTimeLocalField(label, [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


def _price(label: Any) -> AmountField:
    bounds = NumberRange(0, 9_999_999, AMOUNT)
    return AmountField(label, [Optional(), bounds], render_kw={"inputmode": "decimal"})


class EventForm(Form):
    """The core of an event. What it does not show (biographies, materials, …) stays as it is."""

    title = StringField(_l("Title"), [DataRequired(NEEDED), Length(max=160, message=LONG)])
    kind = SelectField(_l("Kind"), choices=_choices(KINDS))
    programme = _text(_l("Programme"), 160, description=_l("The series it belongs to, if any."))
    language = SelectField(_l("Language of the event"), choices=LANGUAGE_NAMES)
    summary = TextAreaField(
        _l("Summary"),
        [DataRequired(NEEDED), Length(max=200, message=LONG)],
        description=_l("One or two sentences for the list, at most 200 characters."),
    )
    rationale = _lines(
        _l("Why come"),
        _l("Paragraphs and lists in Markdown: - for a list, **bold** for emphasis."),
        needed=True,
        rows=14,
    )
    parts = _lines(
        _l("Parts"),
        _l("One on each line, in order: 2027-02-11 09:30-12:30 Morning. The clock is the event's."),
    )
    agenda = _lines(
        _l("Programme by the hour"),
        _l("One on each line: 09:30 30 Welcome | What happens. A line with # 2 begins part 2."),
        rows=10,
    )
    capacity = IntegerField(_l("Places"), [InputRequired(WHOLE), between(1, 100_000)])
    capacity_per_organisation = IntegerField(
        _l("At most from one organisation"), [Optional(), between(1, 100_000)]
    )
    audience = SelectField(_l("For whom"), choices=_choices(AUDIENCES))
    opens = _moment(_l("Registration opens"))
    closes = _moment(_l("Registration closes"))
    binding_from = _moment(_l("Binding from"))
    traits = SelectMultipleField(_l("What holds"), choices=_choices(TRAITS))
    delivery = SelectField(_l("Where"), choices=_choices(DELIVERIES))
    call_provider = _text(_l("Provider of the call"), 60)
    call_link = StringField(
        _l("Link of the call"),
        [
            Optional(),
            Regexp(ADDRESS, message=HTTPS),
            Length(max=500, message=LONG),
        ],
        description=_l("Only people with a place see it."),
    )
    venue_name = _text(_l("Venue"), 160)
    venue_address = _text(_l("Address of the venue"), 300)
    price_member = _price(_l("Price for members"))
    price_non_member = _price(_l("Price for non-members"))
    price_everyone = _price(_l("One price for everyone"))
    facilitated_by = _text(_l("Facilitated by"), 120)
    suggested_roles = _lines(_l("Suggested attendees: roles"), _l("One on each line."))
    suggested_responsibilities = _lines(
        _l("Suggested attendees: what they answer for"), _l("One on each line.")
    )
    outcomes = _lines(_l("What people take home"), _l("One on each line."))
    case_invitation = _lines(
        _l("Invitation to hand in a case"),
        _l("What a good case is, and what happens with it. Read above the form, in Markdown."),
    )
    cases_close = _moment(_l("Cases are handed in until"))
    case_topics = _lines(
        _l("Topics of cases"),
        _l("One on each line, of which people choose. Without any, they use their own words."),
    )
    takeaway_hours = IntegerField(
        _l("Hours for holding takeaways back"),
        [InputRequired(WHOLE), between(*LOOKED_AT)],
        description=_l(
            "From when a line is proposed until it leaves the room. Whoever was there may hold it "
            "back meanwhile. Lines that are proposed later are given a changed period."
        ),
    )
    partner_name = _text(_l("Partner"), 160)
    partner_about = _lines(_l("About the partner"))
    contact_role = _text(_l("Contact"), 120, description=_l("Such as Programme contact."))
    contact_email = EmailField(
        _l("E-mail of the contact"), [Optional(), Email(), Length(max=254, message=LONG)]
    )

    def validate_parts(self, field: Any) -> None:
        parts = _read(field, read_parts)
        decision = parts_in_order([(part.starts, part.ends) for part in parts])
        if not decision:
            raise ValidationError(translate(decision.sentence))

    def validate_agenda(self, field: Any) -> None:
        _read(field, read_agenda)

    def validate(self, extra_validators: Any = None) -> bool:
        """As declared, and at least one price; a price for everyone stands alone."""
        fit = super().validate(extra_validators)
        given = {name for name in PRICES if self[name].data is not None or self[name].errors}
        if not given:
            fault = _("Give at least one price. Free is 0.00.")
        elif "price_everyone" in given and len(given) > 1:
            fault = _("A price for everyone stands alone.")
        else:
            return fit
        self.price_everyone.errors = (*self.price_everyone.errors, fault)
        return False

    def validate_closes(self, field: Any) -> None:
        if field.data and self.opens.data and field.data <= self.opens.data:
            raise ValidationError(_("Registration closes after it opens."))

    def validate_case_topics(self, field: Any) -> None:
        if any(len(topic) > LONGEST_TOPIC for topic in read_lines(field.data)):
            raise ValidationError(LONG)

    def validate_delivery(self, field: Any) -> None:
        if field.data == Delivery.EXTERNAL_CALL.value and not self.call_link.data:
            raise ValidationError(_("Give the link of the call, further down."))
        if field.data == Delivery.IN_PERSON.value and not self.venue_name.data:
            raise ValidationError(_("Give the venue, further down."))

    def content(self, base: EventContent | None) -> EventContent:
        """What was written, over what the form does not show in `base` (None: a new event)."""
        data = self.data
        chosen = set(data["traits"] or ())
        known = base or BLANK
        changes: dict[str, Any] = {
            **{name: _plain(data[name]) for name in PLAIN},
            **{name: read_lines(data[name]) for name in LISTS},
            **{name: data[name] for name in AS_IS},
            **{name: name in chosen for name, _label in TRAITS},
            "summary": " ".join(data["summary"].split()),
            "parts": read_parts(data["parts"]),
            "agenda": read_agenda(data["agenda"]),
            "prices": _prices(data, known.prices),
            "venue": _venue(data, known.venue),
            "partners": _partners(data, known.partners),
        }
        return replace(known, **changes)


BLANK = EventContent(
    title="", kind="", summary="", rationale="", audience="", delivery="", capacity=1
)
PLAIN = (
    "title",
    "kind",
    "programme",
    "language",
    "rationale",
    "case_invitation",
    "audience",
    "delivery",
    "call_provider",
    "call_link",
    "facilitated_by",
    "contact_role",
    "contact_email",
)
LISTS = ("suggested_roles", "suggested_responsibilities", "outcomes", "case_topics")
AS_IS = (
    "capacity",
    "capacity_per_organisation",
    "opens",
    "closes",
    "binding_from",
    "cases_close",
    "takeaway_hours",
)


def form_data(content: EventContent) -> dict[str, Any]:
    """The event as the form shows it: the inverse of `EventForm.content`."""
    prices = {price.who: price.amount for price in content.prices}
    partner = next(iter(content.partners), PartnerContent(""))
    return {
        **{name: getattr(content, name) for name in (*PLAIN, *AS_IS, "summary")},
        **{name: "\n".join(getattr(content, name)) for name in LISTS},
        **{name: prices.get(who.value) for name, who in PRICES.items()},
        "traits": [name for name, _label in TRAITS if getattr(content, name)],
        "parts": "\n".join(map(_part_line, content.parts)),
        "agenda": "\n".join(_agenda_lines(content.agenda)),
        "venue_name": content.venue.get("name", ""),
        "venue_address": content.venue.get("address", ""),
        "partner_name": partner.name,
        "partner_about": partner.about,
    }


def read_lines(text: str | None) -> tuple[str, ...]:
    """The lines that hold something."""
    return tuple(" ".join(line.split()) for line in (text or "").splitlines() if line.strip())


def read_parts(text: str | None) -> tuple[PartContent, ...]:
    """Parts from lines; raises `ValueError` with the line that is not one."""
    found = []
    for line in read_lines(text):
        match = PART.fullmatch(line)
        if match is None:
            raise ValueError(line)
        day, starts, last, ends, title = match.groups()
        begins = datetime.fromisoformat(f"{day}T{starts}")
        found.append(
            PartContent(
                (title or "")[:160], begins, datetime.fromisoformat(f"{last or day}T{ends}")
            )
        )
    return tuple(found)


def read_agenda(text: str | None) -> tuple[AgendaContent, ...]:
    """The agenda from lines; raises `ValueError` with the line that is not of it."""
    part, found = 1, []
    for line in read_lines(text):
        turn, match = NEXT_PART.fullmatch(line), ITEM.fullmatch(line)
        if turn:
            part = int(turn[1])
        elif match and 0 < int(match[3]) <= 24 * 60 and len(match[4].strip()) <= 160:
            at, told = f"{match[1]}:{match[2]}", (match[5] or "").strip()
            found.append(AgendaContent(part, at, int(match[3]), match[4].strip(), told))
        else:
            raise ValueError(line)
    return tuple(found)


def _read(field: Any, reader: Callable[[str], tuple[Any, ...]]) -> tuple[Any, ...]:
    try:
        return reader(field.data or "")
    except ValueError as error:
        raise ValidationError(
            _("This line cannot be understood: %(line)s", line=str(error)[:80])
        ) from None


def _part_line(part: PartContent) -> str:
    last = "" if part.ends.date() == part.starts.date() else f"{part.ends:%Y-%m-%d} "
    return f"{part.starts:%Y-%m-%d %H:%M}-{last}{part.ends:%H:%M} {part.title}".rstrip()


def _agenda_lines(items: Iterable[AgendaContent]) -> Iterable[str]:
    part = 1
    for item in items:
        if item.part != part:
            part = item.part
            yield f"# {part}"
        told = f" | {' '.join(item.text.split())}" if item.text else ""
        yield f"{item.at} {item.minutes} {item.title}{told}"


def _plain(text: str | None) -> str:
    return (text or "").strip().replace("\r\n", "\n")


def _prices(data: dict[str, Any], known: Iterable[PriceContent]) -> tuple[PriceContent, ...]:
    covers = {price.who: price.covers for price in known}
    return tuple(
        PriceContent(who.value, Decimal(data[name]), covers.get(who.value, ()))
        for name, who in PRICES.items()
        if data[name] is not None
    )


def _venue(data: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    if not data["venue_name"]:
        return {}
    return {**known, "name": data["venue_name"], "address": data["venue_address"] or ""}


def _partners(
    data: dict[str, Any], known: tuple[PartnerContent, ...]
) -> tuple[PartnerContent, ...]:
    if not data["partner_name"]:
        return known[1:]
    first = known[0] if known else PartnerContent("")
    about = _plain(data["partner_about"])
    return (replace(first, name=data["partner_name"], about=about), *known[1:])
