"""Hosts: under which names the service may be found."""

import re

HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")
"""A host, with its port or without."""


def hosts_in(text: str) -> frozenset[str]:
    """Comma-separated hosts, each with its port or without. Raises `ValueError` for what can be no host."""
    hosts = [host.strip().lower() for host in text.split(",")] if text.strip() else []
    for host in hosts:
        if not HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host, as in example.org, example.org:8443 or [::1]")
    return frozenset(hosts)
