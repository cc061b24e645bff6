from exchange.core.actor import system
from exchange.feedback import actions
from exchange.outbox.jobs import every


@every(seconds=3600, name="feedback.cards")
def forget_cards() -> None:
    """Destroy cards that were kept long enough."""
    actions.forget_cards(actor=system("clock"))
