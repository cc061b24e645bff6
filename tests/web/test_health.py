"""What operators ask: alive, ready, and the figures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exchange.core import clock
from exchange.notes.queries import reader
from exchange.outbox.models import OutboxMessage


def test_alive_asks_nobody(client, app):
    app.database.dispose()
    assert client.get("/healthz").text == "ok\n"


def test_ready_names_what_was_asked(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (
        200,
        {"database": "ok", "outbox": "ok", "notes": "ok"},
    )


def test_work_that_nobody_does_is_named(client, world):
    long_ago = clock.now() - timedelta(hours=1)
    world.add(
        OutboxMessage(kind="mail", payload={}, created_at=long_ago, due_at=long_ago, attempts=0)
    )
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["outbox"]) == (503, "overdue")


def test_notes_that_cannot_be_read_are_named(client, monkeypatch):
    monkeypatch.setattr(reader, "can_read", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["notes"]) == (503, "unavailable")


def test_a_redis_that_is_away_is_named_without_its_address(client, app):
    app.settings = replace(app.settings, redis_url="redis://:secret@127.0.0.1:1/0")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["redis"]) == (503, "unavailable")
    assert "secret" not in answer.text


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}])
def test_figures_are_not_there_without_the_token(client, app, header):
    app.settings = replace(app.settings, metrics_token="right")
    assert client.get("/metrics", headers=header).status_code == 404


def test_figures_are_not_there_when_no_token_is_set(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer None"}).status_code == 404


def test_figures_count_by_endpoint_and_name_nobody(client, app):
    app.settings = replace(app.settings, metrics_token="right")
    client.get("/sign-in?next=/events/secret-name")
    figures = client.get("/metrics", headers={"Authorization": "Bearer right"}).text
    assert "exchange_http_seconds_count{" in figures
    assert "exchange_live_connections" in figures
    assert "exchange_outbox_pending 0.0" in figures
    assert "exchange_notes_reader_restarts" in figures
    assert "exchange_notes_reader_up" in figures
    assert "secret-name" not in figures
