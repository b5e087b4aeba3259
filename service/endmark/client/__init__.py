"""The HTTP service from Python: the same results as in this process, from elsewhere."""

from endmark.client.asynchronous import AsyncClient
from endmark.client.blocking import Client
from endmark.client.errors import RefusedError, ServiceError, UnreachableError

__all__ = ["AsyncClient", "Client", "RefusedError", "ServiceError", "UnreachableError"]
