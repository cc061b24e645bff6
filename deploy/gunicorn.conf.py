"""gunicorn for one web process: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`.

One worker per gunicorn, since a live connection belongs to one process: run several, each on a
port of its own (EXCHANGE_PORT), behind the proxy.
"""

import os
import signal
import sys

import gevent

bind = f"{os.environ.get('EXCHANGE_HOST', '127.0.0.1')}:{os.environ.get('EXCHANGE_PORT', '8000')}"
worker_class = "gevent"
workers = 1
preload_app = False  # the application belongs to the process that serves
backlog = 2048
worker_connections = 10_000
keepalive = 20  # seconds; longer than the proxy keeps idle connections
graceful_timeout = 15
accesslog = None  # the application logs requests by endpoint, never by address

CLOSED_BY_THEN = 1.2  # seconds after which gunicorn's worker accepts no more


def post_worker_init(worker):
    """Start what runs beside the pages, and leave well when asked to stop."""
    from wsgi import CannotStart, Company, app, leave  # noqa: PLC0415  # in the worker alone

    try:
        company = Company(app)
    except CannotStart as error:
        sys.stderr.write(f"Exchange cannot start. {error}\n")
        sys.exit(4)  # gunicorn's own sign that restarting cannot help

    def go():
        gevent.sleep(CLOSED_BY_THEN)
        leave()
        company.dismiss()

    def stop(number, frame):
        worker.handle_exit(number, frame)
        gevent.spawn(go)

    signal.signal(signal.SIGTERM, stop)
