"""Under which names the server may be called.

A page of another site cannot read from here, but its owner can let its own name lead to this
machine (DNS rebinding) and then ask under that name: so a name that is not ours is refused.
Addresses are safe, since no one else's page can have one as its origin.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from console.problems import Problem

__all__ = ["check_host"]

_LOCAL: Final = frozenset({"localhost", "ip6-localhost", "ip6-loopback"})


def check_host(host: str, known: Iterable[str]) -> None:
    """Raise `Problem` where the Host header is neither local, an address, nor one of ``known``.

    A known name may begin with a dot: then it stands for every name that ends so.
    """
    name = _without_port(host).rstrip(".").lower()
    if not name:
        raise Problem("bad-request", "the request has no Host")
    if name in _LOCAL or _is_address(name):
        return
    for one in known:
        wanted = one.lower()
        if name == wanted or (wanted.startswith(".") and name.endswith(wanted)):
            return
    raise Problem(
        "host",
        f"this server is not called {name[:100]}",
        remedy="call it by its own name; its operator adds names with --allow-host",
    )


def _without_port(host: str) -> str:
    text = host.strip()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.rpartition(":")[0] if text.count(":") == 1 else text


@lru_cache(maxsize=64)
def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
