"""JSON as RFC 8259 has it: no NaN, no name twice, UTF-8; every fault is a 400 that says where."""

import json
from typing import NoReturn

from endmark.api.problems import RequestError, quote


def parse(data: bytes) -> object:
    """Parse a JSON text; raises RequestError(400)."""
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_each_name_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _malformed(f"byte {data[error.start]:#04x} at offset {error.start:,} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise _malformed(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _malformed("it is nested too deeply") from None
    except ValueError:  # Python's limit on the digits of a number
        raise _malformed("a number has too many digits") from None


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for name, value in pairs:
        if name in members:
            raise _malformed(f"{quote(name)} is given twice; give each name once")
        members[name] = value
    return members


def _no_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} is not JSON")


def _malformed(what: str) -> RequestError:
    return RequestError(400, f"malformed JSON: {what}")
