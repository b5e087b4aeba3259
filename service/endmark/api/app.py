"""The application factory."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from endmark.api import problems
from endmark.api.access import Access
from endmark.api.articles import Articles
from endmark.api.counting import Counting
from endmark.api.metrics import Metrics
from endmark.api.observing import Observer
from endmark.api.pages import add_docs, add_page
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings
from endmark.api.tracing import trace
from endmark.api.turns import Turns
from endmark.api.views import Views
from endmark.api.watchdog import Watchdog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_POLICY = "Content-Security-Policy"
_FOR_ALL = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
)


def create_app(settings: Settings | None = None, rules: Rules | None = None, metrics: Metrics | None = None) -> Flask:
    """Make the service.

    Without arguments the environment is read and the rules are loaded, once, here: to watch them is
    `endmark serve`'s. Raises SettingsError or RuleError.
    """
    settings = settings or Settings.from_environment()
    rules = rules or Rules(RuleSet.compiled(settings.load_book()))
    metrics = metrics or Metrics()
    metrics.rules_in_force(rules)
    access = Access(settings)
    app = Flask("endmark", static_folder=None)
    app.url_map.merge_slashes = False  # `//v1/strip` is a 404, not a redirect that drops a body
    if access.restricted:
        app.before_request(access.check)
    counting = Counting(settings.stats, metrics) if settings.stats else None
    watchdog = Watchdog()
    _add_routes(app, Views(Articles(settings, watchdog, metrics, Turns(watchdog), counting), rules), settings)
    problems.register(app)
    app.wsgi_app = Observer(_hardened(app.wsgi_app), metrics)  # type: ignore[method-assign]  # as Flask says
    if settings.tracing:
        trace(app)
    return app


def _add_routes(app: Flask, views: Views, settings: Settings) -> None:
    app.add_url_rule("/v1/strip", view_func=views.strip, methods=["POST"])
    app.add_url_rule("/v1/strip/batch", view_func=views.strip_batch, methods=["POST"])
    app.add_url_rule("/v1/sites", view_func=views.sites)
    app.add_url_rule("/v1/sites/<host>", view_func=views.site)
    app.add_url_rule("/healthz", view_func=views.healthz)
    app.add_url_rule("/readyz", view_func=views.readyz)
    app.add_url_rule("/version", view_func=views.version)
    app.add_url_rule("/metrics", view_func=views.metrics)
    if settings.rules_check:
        app.add_url_rule("/v1/rules/check", view_func=views.check_rules, methods=["POST"])
    if settings.docs:
        add_docs(app, views.openapi)
    if settings.page:
        add_page(app)


def _hardened(application: "WSGIApplication") -> "WSGIApplication":
    """An answer repeats what was posted: no browser may take it for a page, no proxy may keep it."""

    def hardened(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401  as WSGI has it
            headers += _FOR_ALL
            if not any(name == _POLICY for name, _ in headers):  # pages have their own
                headers.append((_POLICY, "default-src 'none'; frame-ancestors 'none'"))
            return start_response(status, headers, *error)

        return application(environ, start)

    return hardened
