"""The server: `python wsgi.py` serves embedded; gunicorn's gevent worker imports `app`."""

from gevent import monkey

monkey.patch_all()

import sys

from exchange.app import create_app
from exchange.extensions import socketio
from exchange.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Exchange cannot start. {error}")

if __name__ == "__main__":
    settings = app.settings
    print(f"Exchange is at {settings.base_url}: open it in a browser. Ctrl+C stops it.")
    socketio.run(app, host=settings.host, port=settings.port)
