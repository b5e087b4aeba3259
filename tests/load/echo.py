"""What there is to compare with: Flask that sends back what it got, under the gunicorn settings of the service.

JSON is read and written with what Flask has for it; all else is sent back as it came.
"""

import sys

from flask import Flask, Response, jsonify, request
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from endmark.api.serving import OPTIONS, SPARE_THREADS
from endmark.api.settings import Settings


def make_app() -> Flask:
    app = Flask("echo")
    app.add_url_rule("/v1/strip", view_func=_echo, methods=["POST"])
    return app


def _echo() -> Response:
    if request.is_json:
        return jsonify(request.get_json())
    return Response(request.get_data(), content_type="text/plain")


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    def load_config(self) -> None:
        settings = Settings()
        own = {
            "worker_class": "gthread",
            "logger_class": "gunicorn.glogging.Logger",
            "bind": f"127.0.0.1:{sys.argv[1]}",
            "max_requests": 0,  # as the service under load
        }
        threads = settings.max_concurrent + SPARE_THREADS
        for name, value in {**OPTIONS, **own, "workers": settings.processes, "threads": threads}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return make_app()


if __name__ == "__main__":
    _Server().run()
