"""Putting the rooms together, from the ground up."""

from datetime import timedelta

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from ogi.daily import init_daily
from ogi.minutely import init_minutely
from ogi.navigation import init_navigation
from ogi.platform.config import Settings, check_settings, load_settings
from ogi.platform.web.database import init_database
from ogi.platform.web.failures import init_failures
from ogi.platform.web.filters import init_filters
from ogi.platform.web.jobs import init_jobs
from ogi.platform.web.logs import init_logs
from ogi.platform.web.security import init_security
from ogi.platform.web.uploading import MOST_TEXT_BYTES
from ogi.rooms import BLUEPRINTS, DUE_SOURCES, WORKS
from ogi.tenants.web import init_gate

SIGNED_IN_FOR = timedelta(days=7)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; raises ConfigError for settings that may not be served."""
    settings = settings or load_settings()
    check_settings(settings)
    app = Flask("ogi", static_folder="static", template_folder="templates")
    app.jinja_env.undefined = StrictUndefined
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        TESTING=settings.mode == "testing",
        PROPAGATE_EXCEPTIONS=False,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + MOST_TEXT_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_TEXT_BYTES,
        MAX_FORM_PARTS=20_000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="ogi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["ogi_settings"] = settings
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Werkzeug's way
    if settings.mode != "testing":
        init_logs()
    for init in (init_filters, init_database, init_failures, init_security, init_gate, init_daily):
        init(app)
    init_minutely(app)
    init_jobs(app, WORKS)
    app.extensions["ogi_due_sources"] = DUE_SOURCES
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_navigation(app)
    return app
