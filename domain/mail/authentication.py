"""Is the sender real? Only our own provider's verdict counts (RFC 8601), and only where it alone can write it."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

from domain.mail.headers import Headers
from domain.mail.message import ReadMessage

_BY = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
_FROM = re.compile(
    r"^\s*from\s+([^\s;()]{1,255})\s*(?:\(([^()]{0,300}(?:\([^()]{0,100}\)[^()]{0,300})?)\))?", re.IGNORECASE
)
_IP = re.compile(r"\[(?:IPv6:)?([0-9a-fA-F.:]{2,45})\]", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_METHOD = re.compile(r"^\s*(spf|dkim|dmarc|compauth)\s*=\s*([a-z]{1,20})\b(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(
    r"\b(header\.d|header\.i|header\.from|smtp\.mailfrom|smtp\.helo)\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE
)
_TWO_LEVELS = frozenset(
    {"co.uk", "org.uk", "com.fr", "asso.fr", "gouv.fr", "nom.fr", "tm.fr", "prd.fr", "com.au", "co.jp"}
)
_INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7", "fe80::/10")
)
_MICROSOFT = "outlook.com"


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Authentication:
    """The provider's verdict on the From address. `configured`: a provider's name is set, so a stamp is expected."""

    verdict: Verdict
    configured: bool


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    verdict: str
    properties: dict[str, str]


def authenticate(message: ReadMessage, authserv_id: str | None) -> Authentication:
    """What our provider (`authserv_id`, MAIL_AUTHSERV_ID) says of the sender; none when it says nothing."""
    server = (authserv_id or "").strip().lower().rstrip(".")
    if not server:
        return Authentication(Verdict.NONE, configured=False)
    if len(message.senders) > 1 or len(message.headers.all("from")) > 1:
        # A stamp speaks of one From: with two, nobody knows which.
        return Authentication(Verdict.FAIL, configured=True)
    results = _trusted_results(message.headers, server)
    return Authentication(_verdict(results, message.sender.domain), configured=True)


def _verdict(results: list[_Result], domain: str) -> Verdict:
    def said(method: str) -> list[_Result]:
        return [result for result in results if result.method == method]

    for dmarc in said("dmarc"):
        about = dmarc.properties.get("header.from", "").rpartition("@")[2]
        if dmarc.verdict in ("pass", "bestguesspass"):
            return Verdict.PASS if not about or _aligned(about, domain) else Verdict.FAIL
        if dmarc.verdict == "fail":
            return Verdict.FAIL
    if any(result.verdict == "fail" for result in said("compauth")):
        return Verdict.FAIL
    if domain and any(_aligned(_signer(result), domain) for result in said("dkim") if result.verdict == "pass"):
        return Verdict.PASS
    if domain and any(_aligned(_signer(result), domain) for result in said("spf") if result.verdict == "pass"):
        return Verdict.PASS
    passed = any(result.verdict == "pass" for result in said("spf"))
    if any(result.verdict == "fail" for result in said("spf")):
        return Verdict.FAIL
    if not passed and any(result.verdict == "fail" for result in said("dkim")):
        return Verdict.FAIL
    return Verdict.NONE


def _signer(result: _Result) -> str:
    """The domain that a passing check vouches for."""
    names = ("header.d", "header.i") if result.method == "dkim" else ("smtp.mailfrom",)
    return next((result.properties[name].rpartition("@")[2] for name in names if name in result.properties), "")


def _aligned(one: str, other: str) -> bool:
    """RFC 7489's relaxed alignment, without the public suffix list: the same domain, or one above the other."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (longer.endswith("." + shorter) and "." in shorter and shorter not in _TWO_LEVELS)


def _trusted_results(headers: Headers, server: str) -> list[_Result]:
    """The results that our provider wrote: its name on them, above the first hop that is not its own.

    Those above a Received line of its own were added after it; below the last such line only the first one is
    its own, for what the sender wrote begins there.
    """
    above: list[_Result] = []
    below: list[str] = []
    since_hop: list[str] = []
    first_seen = False
    crossed = False
    for name, value in headers.lines:
        if name == "received":
            if crossed or not _is_own_hop(value, server):
                break
            crossed = _comes_from_outside(value, server)
            for stamp in since_hop:
                known = {result.method for result in above}
                above += [result for result in _results(stamp) if result.method not in known]
            since_hop = []
        elif name == "authentication-results":
            # Exchange Online writes no name: only the topmost stamp can be its own.
            mine = _named(value) == server or (_is_microsoft(server) and not first_seen and _named(value) is None)
            first_seen = True
            if mine:
                since_hop.append(value)
    below = since_hop[:1]
    return above or [result for stamp in below for result in _results(stamp)]


def _is_microsoft(server: str) -> bool:
    return server == _MICROSOFT or server.endswith("." + _MICROSOFT)


def _is_own_hop(received: str, server: str) -> bool:
    by = _BY.search(received)
    if by is None:
        return False
    host = by[1].lower().strip("[].,")
    if _ip(host) is not None or host == "localhost":
        # Inside a provider, hops without a « from » name only an address.
        return _FROM.match(received) is None
    return _same_house(host, server)


def _comes_from_outside(received: str, server: str) -> bool:
    origin = _FROM.match(received)
    if origin is None:
        return False
    # The first name is what the caller says of itself; our server wrote what stands in brackets.
    comment = (origin[2] or "").strip()
    address = _IP.search(comment)
    ip = _ip(address[1] if address else comment)
    if ip is not None and any(ip in network for network in _INSIDE):
        return False
    nameless = ip is not None and not comment[:1].isalpha()
    if nameless and not _is_microsoft(server):
        return True
    seen = origin[1] if nameless or not comment else comment.split()[0]
    return not _same_house(seen.lower().rstrip("."), server)


def _same_house(host: str, server: str) -> bool:
    return host == server or _house(host) == _house(server)


def _house(host: str) -> str:
    labels = host.rstrip(".").split(".")
    kept = 3 if ".".join(labels[-2:]) in _TWO_LEVELS else 2
    return ".".join(labels[-kept:]) if len(labels) > 1 else host


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _named(value: str) -> str | None:
    """The name of the server that stamped; None when the stamp begins with a result."""
    first = _COMMENT.sub("", value.partition(";")[0]).strip()
    if not first or "=" in first:
        return None
    return first.split()[0].strip('"').lower().rstrip(".")


def _results(value: str) -> list[_Result]:
    found = []
    for _ in range(3):
        value = _COMMENT.sub(" ", value)
    for piece in value.split(";")[:50]:
        method = _METHOD.match(piece)
        if method:
            properties = {name.lower(): said.lower() for name, said in _PROPERTY.findall(method[3])}
            found.append(_Result(method[1].lower(), method[2].lower(), properties))
    return found
