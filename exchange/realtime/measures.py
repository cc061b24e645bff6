"""What is counted of live work. Labels are kinds and codes, never people or rooms."""

from prometheus_client import Counter, Gauge, Histogram

CONNECTIONS = Gauge("exchange_live_connections", "Live sockets of this process")
MESSAGES = Counter("exchange_live_messages_total", "Messages from browsers", ["kind", "outcome"])
REVOCATION = Histogram(
    "exchange_revocation_milliseconds",
    "From the commit that ended somebody's access to their last closed socket",
    buckets=(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000),
)
