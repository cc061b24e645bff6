"""How templates show instants, money, sentences and Markdown."""

from datetime import datetime

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

from exchange.core.decision import Decision
from exchange.core.text import Sentence
from exchange.web.language import (
    show_day,
    show_hours,
    show_instant,
    show_money,
    show_time,
    translate,
)

_markdown = MarkdownIt("js-default", {"html": False, "linkify": False}).disable(
    ["image", "table", "code", "fence", "html_block", "heading", "lheading", "hr"]
)
ALLOWED_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "br", "blockquote"}


def init_filters(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(
        sentence=sentence,
        instant=instant,
        day=show_day,
        hour=show_time,
        hours=show_hours,
        money=show_money,
        markdown=markdown,
    )


def sentence(value: Sentence | Decision | None) -> str:
    """A sentence, or the reason of a refusal, in the reader's language."""
    return translate(value.sentence if isinstance(value, Decision) else value)


def instant(value: datetime, zone: str, style: str = "long") -> Markup:
    """An instant on the clock of `zone`, marked up for machines and for the reader's own zone."""
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), show_instant(value, zone, style)
    )


def markdown(text: str) -> Markup:
    """Paragraphs, lists, emphasis and links; anything else in `text` is shown as text."""
    html = nh3.clean(
        _markdown.render(text),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(html)  # noqa: S704  # cleaned by an allow-list just above
