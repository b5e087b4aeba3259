"""What can go wrong with a service."""

from collections.abc import Mapping
from typing import Any

from endmark.errors import EndmarkError, InputError

# What another article would not meet: no key, not allowed, nothing there, wrong method, later.
_NOT_THE_ARTICLE = {401, 403, 404, 405, 406, 408, 429}


class ServiceError(EndmarkError):
    """The service answered with an error. `problem` is its problem document (RFC 9457), `status` the HTTP status.

    `retry_after` is how many seconds to wait, if it said so.
    """

    def __init__(self, problem: Mapping[str, Any], *, retry_after: float | None = None) -> None:
        self.problem = dict(problem)
        self.status = int(problem.get("status") or 0)
        self.retry_after = retry_after
        super().__init__(f"{self.status}: {problem.get('detail') or problem.get('title')}")


class RefusedError(ServiceError, InputError):
    """The article cannot be used: what `strip` in this process raises an `InputError` for."""


class UnreachableError(EndmarkError):
    """No answer came. `lost` says that the connection was not made or broke, so that another one may do better."""

    def __init__(self, message: str, *, lost: bool) -> None:
        self.lost = lost
        super().__init__(message)


def service_error(problem: Mapping[str, Any], retry_after: float | None = None) -> ServiceError:
    """The error of a problem document."""
    status = int(problem.get("status") or 0)
    refused = 400 <= status < 500 and status not in _NOT_THE_ARTICLE  # noqa: PLR2004  the client's errors
    return (RefusedError if refused else ServiceError)(problem, retry_after=retry_after)
