"""Wrong codes by place: after some, nothing more is told there for a while.

The address of a place is kept for these minutes alone, and only where a code was wrong.
"""

from ipaddress import ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST, WITHIN = 20, 600  # so many in so many seconds


def are_too_many(request: HttpRequest) -> bool:
    """Whether this place has guessed too often."""
    return int(cache.get(_of_place(request), 0)) >= MOST


def count(request: HttpRequest) -> None:
    """Note a wrong code."""
    key = _of_place(request)
    if not cache.add(key, 1, WITHIN):
        cache.incr(key)


def _of_place(request: HttpRequest) -> str:
    """Return the cache's key of an IPv4 address, or of the network that one IPv6 user has."""
    address = get_adapter(request).get_client_ip(request)
    network = ip_network(f"{address}/{64 if ':' in address else 32}", strict=False)
    return f"partner:guesses:{network.network_address}"
