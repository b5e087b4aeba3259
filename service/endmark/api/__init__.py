"""The HTTP service: a Flask application that needs nothing set up by its caller.

`endmark serve` runs it; any other WSGI server can: the factory is `endmark.api:create_app()`.
"""

from endmark.api.app import create_app

__all__ = ["create_app"]
