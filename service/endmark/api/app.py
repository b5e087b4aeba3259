"""The application factory."""

from flask import Flask, Response

from endmark.api import problems
from endmark.api.settings import Settings
from endmark.api.views import Views
from endmark.rules.book import RuleBook


def create_app(book: RuleBook | None = None, settings: Settings | None = None) -> Flask:
    """Make the service.

    Without arguments the environment is read (ENDMARK_MAX_BYTES, ENDMARK_RULES) and the rules are loaded,
    once, here. Raises SettingsError or RuleError.
    """
    settings = settings or Settings.from_environment()
    views = Views(book or settings.load_book(), settings.max_bytes)
    app = Flask("endmark", static_folder=None)
    app.url_map.merge_slashes = False  # `//v1/strip` is a 404, not a redirect that drops a body
    app.add_url_rule("/v1/strip", view_func=views.strip, methods=["POST"])
    app.add_url_rule("/healthz", view_func=views.healthz)
    app.add_url_rule("/version", view_func=views.version)
    app.after_request(_harden)
    problems.register(app)
    return app


def _harden(response: Response) -> Response:
    # An answer repeats what was posted: no browser may take it for a page, no proxy may keep it.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
