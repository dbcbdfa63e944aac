"""The WSGI entry: `gunicorn wsgi:app`."""

from ogi import create_app

app = create_app()
