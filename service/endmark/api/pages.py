"""What browsers are given: the page, the API's documentation, and the files that they need. All of it is bundled."""

from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable

from flask import Flask, Response

_OWN = files("endmark.api") / "static"
_TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css"}
# No page runs a script or loads anything that is not a file of this service.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STRICT = _POLICY.format(styles="")
# Swagger UI sets style attributes.
STYLED = _POLICY.format(styles=" 'unsafe-inline'")


def add_page(app: Flask) -> None:
    """The page at /: paste an article, see what is cut."""
    _add(app, "/", _OWN / "page.html", policy=STRICT)
    for name in ("page.js", "page.css"):
        _add(app, f"/static/{name}", _OWN / name)


def add_docs(app: Flask, document: Callable[[], Response]) -> None:
    """The OpenAPI document, and a page to read it and try it out."""
    swagger = files("flask_swagger_ui") / "dist"
    app.add_url_rule("/openapi.json", endpoint="openapi", view_func=document)
    _add(app, "/docs", _OWN / "docs.html", policy=STYLED)
    _add(app, "/static/docs.js", _OWN / "docs.js")
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        _add(app, f"/static/{name}", swagger / name)


def _add(app: Flask, path: str, file: Traversable, *, policy: str | None = None) -> None:
    data = file.read_bytes()
    content_type = f"{_TYPES[file.name.rpartition('.')[2]]}; charset=utf-8"

    def view() -> Response:
        response = Response(data, content_type=content_type)
        if policy:
            response.headers["Content-Security-Policy"] = policy
        return response

    app.add_url_rule(path, endpoint=path, view_func=view)
