from flask import g, request

from exchange.membership.queries import network_and_language
from exchange.web.actor import session_id

# These answer without the database: files, and the questions whether the process lives.
WITHOUT_NETWORK = ("/static/", "/healthz", "/readyz", "/metrics")


def load_network() -> None:
    """Put the network and the signed-in person's language at hand, in one statement."""
    if request.path.startswith(WITHOUT_NETWORK):
        return
    g.network, g.preferred_language = network_and_language(session_id())
