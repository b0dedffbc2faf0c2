"""Who is called, by the endpoint of the client rather than by its SDK."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from lockscan.model.finding import Portable
from lockscan.model.program import Endpoint, Reference
from lockscan.model.rule import Vendor

_LOCAL = re.compile(r"(?:[^.]+|.*\.(?:local|internal|localhost|lan)|host\.docker\.internal)")


_HOLE = "{}"


@dataclass(frozen=True, slots=True)
class Service:
    """Whose service a client talks to: a vendor's id, or empty where it is nobody's that the packs know."""

    vendor: str
    portable: Portable


def service(reference: Reference, vendor: str, hosts: Mapping[str, tuple[Vendor, ...]]) -> Service:
    """Say whose service stands behind a reference through the vendor's SDK.

    With several possible endpoints it is portable only if each of them is.
    """
    if reference.endpoint is Endpoint.CONFIGURED:
        return Service(vendor, Portable.CONFIGURED_ENDPOINT)
    if reference.endpoint is Endpoint.DEFAULT or not reference.base_urls:
        return Service(vendor, Portable.NO)
    services = [_of_url(url, vendor, hosts) for url in reference.base_urls]
    bound = [one for one in services if one.portable is Portable.NO]
    candidates = bound or services
    return next((one for one in candidates if one.vendor == vendor), candidates[0])


def _of_url(url: str, vendor: str, hosts: Mapping[str, tuple[Vendor, ...]]) -> Service:
    host = _host(url)
    if not host:
        return Service(vendor, Portable.CUSTOM_ENDPOINT)
    if _is_local(host):
        return Service(vendor, Portable.SELF_HOSTED)
    known = owners(host, hosts)
    if not known:
        return Service(vendor, Portable.CUSTOM_ENDPOINT)
    owner = next((one for one in known if one.id == vendor), known[0])
    return Service(owner.id, Portable.GATEWAY if owner.gateway else Portable.NO)


def owners(host: str, hosts: Mapping[str, tuple[Vendor, ...]]) -> tuple[Vendor, ...]:
    """Return the vendors whose host it is; ``{}`` in its name, which stands for what is not known, fits any word."""
    known = next((hosts[pattern] for pattern in _patterns(host) if pattern in hosts), ())
    if known or _HOLE not in host or host.startswith(_HOLE):
        return known
    like = re.compile("[^.]*".join(map(re.escape, host.split(_HOLE))))
    return next((hosts[pattern] for pattern in hosts if like.fullmatch(pattern)), ())


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "://" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_local(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return bool(_LOCAL.fullmatch(host))
    return address.is_private or address.is_loopback or address.is_unspecified or address.is_link_local


def _patterns(host: str) -> list[str]:
    """Return what a pack may call a host: its name, then ``*.`` and each domain above it, nearest first."""
    labels = host.split(".")
    return [host, *("*." + ".".join(labels[start:]) for start in range(1, len(labels)))]


def by_host(vendors: tuple[Vendor, ...]) -> dict[str, tuple[Vendor, ...]]:
    """Return the vendors of each host or ``*.`` pattern."""
    hosts: dict[str, tuple[Vendor, ...]] = {}
    for vendor in vendors:
        for host in vendor.hosts:
            hosts[host] = (*hosts.get(host, ()), vendor)
    return hosts
