"""What every error answer has."""

from typing import Any

from werkzeug.test import TestResponse


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem document of an error answer, which must be one."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    document: dict[str, Any] = response.get_json()
    assert document["status"] == status
    assert document["type"] == "about:blank"
    assert document["title"]
    assert document["detail"]
    assert "Traceback" not in response.text
    return document
