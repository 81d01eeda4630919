"""Whose word on a sender is believed: our provider's own, and nobody else's."""

from itertools import permutations

import pytest

from domain.mail.authentication import Verdict, authenticate
from tests.domain.mail.desk import read_mail

SERVER = "mx.cabinet-valmont.example"
SENDER = "claire@atelier-morel.example"

OURS = f"Received: from mail.atelier-morel.example (mail.atelier-morel.example [203.0.113.7]) by {SERVER} with ESMTPS"
INSIDE = f"Received: from {SERVER} (relay.cabinet-valmont.example [10.0.0.4]) by imap.cabinet-valmont.example with LMTP"
LOCAL = "Received: by 2002:a05:6a10:1234:0:0:0:0 with SMTP id x1"
FOREIGN = "Received: from [192.168.1.5] (unknown [198.51.100.9]) by mail.atelier-morel.example"
NAMELESS = f"Received: from {SERVER} ([203.0.113.7]) by {SERVER} with ESMTPS"
LYING = f"Received: from mail.atelier-morel.example by {SERVER} with ESMTPS"
GENUINE_FAIL = f"Authentication-Results: {SERVER}; dmarc=fail header.from=atelier-morel.example"
GENUINE_PASS = f"Authentication-Results: {SERVER}; dmarc=pass header.from=atelier-morel.example"
FORGED = GENUINE_PASS
OTHERS = "Authentication-Results: mx.ailleurs.example; dmarc=pass header.from=atelier-morel.example"


def verdict(*lines: str, server: str | None = SERVER, sender: str = SENDER) -> Verdict:
    raw = "\r\n".join([*lines, f"From: {sender}", "Subject: x", "", "x"]).encode()
    return authenticate(read_mail(raw), server).verdict


@pytest.mark.parametrize(
    "lines",
    [
        (GENUINE_PASS,),
        (GENUINE_PASS, OURS),
        (GENUINE_PASS, OURS, FOREIGN),
        (OURS, GENUINE_PASS, FOREIGN),
        (INSIDE, OURS, GENUINE_PASS, FOREIGN),
        (LOCAL, OURS, GENUINE_PASS, FOREIGN),
        (OURS, OTHERS, GENUINE_PASS, FOREIGN),
        (INSIDE, GENUINE_PASS, OURS, FOREIGN, OTHERS),
    ],
)
def test_our_providers_stamp_is_found_where_it_stands(lines: tuple[str, ...]) -> None:
    assert verdict(*lines) is Verdict.PASS


@pytest.mark.abuse("M2")
@pytest.mark.parametrize(
    "lines",
    [
        (FOREIGN, FORGED),
        (OURS, FOREIGN, FORGED),
        (INSIDE, OURS, FOREIGN, FORGED),
        (OURS, LYING, FORGED),
        (OURS, FOREIGN, LYING, FORGED),
        (NAMELESS, LYING, FORGED),
        (OTHERS, OURS, FOREIGN, FORGED),
        (OTHERS,),
        (OURS, OTHERS, FOREIGN),
    ],
)
def test_a_stamp_from_before_our_server_says_nothing(lines: tuple[str, ...]) -> None:
    assert verdict(*lines) is Verdict.NONE


@pytest.mark.abuse("M2")
@pytest.mark.parametrize(
    "lines",
    [
        (GENUINE_FAIL, OURS, FORGED),
        (GENUINE_FAIL, FORGED),
        (OURS, GENUINE_FAIL, FORGED),
        (OURS, GENUINE_FAIL, FORGED, FOREIGN),
        (INSIDE, OURS, GENUINE_FAIL, FOREIGN, FORGED),
        (INSIDE, OURS, GENUINE_FAIL, LYING, FORGED),
        (GENUINE_FAIL, INSIDE, OURS, FORGED, FOREIGN),
    ],
)
def test_the_topmost_stamp_of_ours_rules(lines: tuple[str, ...]) -> None:
    assert verdict(*lines) is Verdict.FAIL


@pytest.mark.abuse("M2")
def test_in_no_order_does_a_forged_stamp_below_the_senders_hop_pass() -> None:
    pieces = [OURS, FOREIGN, GENUINE_FAIL, FORGED, OTHERS]
    for order in permutations(pieces):
        below = order.index(FORGED) > order.index(FOREIGN) or order.index(FORGED) > order.index(GENUINE_FAIL)
        if below:
            assert verdict(*order) is not Verdict.PASS, order


@pytest.mark.abuse("M2")
def test_without_a_configured_provider_no_stamp_counts() -> None:
    assert verdict(GENUINE_PASS, server=None) is Verdict.NONE
    assert verdict(GENUINE_PASS, server="  ") is Verdict.NONE


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dmarc=pass header.from=atelier-morel.example", Verdict.PASS),
        ("dmarc=pass", Verdict.PASS),
        ("dmarc=pass (p=quarantine dis=none) header.from=atelier-morel.example", Verdict.PASS),
        ("DMARC=Pass Header.From=Atelier-Morel.example", Verdict.PASS),
        ("dmarc=bestguesspass action=none header.from=atelier-morel.example", Verdict.PASS),
        ("dmarc=pass header.from=evil.example", Verdict.FAIL),
        ("dmarc=fail action=quarantine; dkim=pass header.d=atelier-morel.example", Verdict.FAIL),
        ("dmarc=none; dkim=pass header.d=atelier-morel.example", Verdict.PASS),
        ("dmarc=none; dkim=pass header.i=@mail.atelier-morel.example", Verdict.PASS),
        ("dkim=pass header.d=evil.example", Verdict.NONE),
        ("spf=pass smtp.mailfrom=claire@atelier-morel.example", Verdict.PASS),
        ("spf=pass smtp.mailfrom=bounce.evil.example", Verdict.NONE),
        ("spf=pass smtp.mailfrom=example", Verdict.NONE),
        ("spf=fail smtp.mailfrom=atelier-morel.example; dkim=none", Verdict.FAIL),
        ("spf=fail smtp.mailfrom=x.example; dkim=pass header.d=atelier-morel.example", Verdict.PASS),
        ("spf=softfail; dkim=none; dmarc=none", Verdict.NONE),
        ("dkim=fail header.d=atelier-morel.example; spf=none", Verdict.FAIL),
        ("dkim=fail; spf=pass smtp.mailfrom=list.example", Verdict.NONE),
        ("spf=none; dmarc=none; compauth=fail reason=001", Verdict.FAIL),
        ("dmarc=temperror; spf=neutral", Verdict.NONE),
        ("none", Verdict.NONE),
        ("x" * 5000 + ";;;==;dmarc", Verdict.NONE),
    ],
)
def test_the_results_are_read_as_the_provider_means_them(results: str, expected: Verdict) -> None:
    assert verdict(f"Authentication-Results: {SERVER}; {results}") is expected


@pytest.mark.parametrize("name", [f'"{SERVER}"', f"{SERVER} 1", SERVER.upper(), f"{SERVER}.", f"(mx) {SERVER} (v2)"])
def test_our_providers_name_is_known_in_all_its_forms(name: str) -> None:
    assert verdict(f"Authentication-Results: {name}; dmarc=pass") is Verdict.PASS


MICROSOFT = (
    "Authentication-Results: spf=pass (sender IP is 203.0.113.7)\r\n smtp.mailfrom=atelier-morel.example; dkim=pass"
    " (signature was verified)\r\n header.d=atelier-morel.example;dmarc=pass action=none\r\n"
    " header.from=atelier-morel.example;compauth=pass reason=100"
)
MICROSOFT_HOP = (
    "Received: from mail.atelier-morel.example (203.0.113.7) by DB5EUR03FT020.mail.protection.outlook.com"
    " (10.152.20.1) with Microsoft SMTP Server"
)


def test_exchange_online_stamps_without_a_name() -> None:
    assert verdict(MICROSOFT_HOP, MICROSOFT, FOREIGN, server="protection.outlook.com") is Verdict.PASS
    inner = "Received: from AM0PR04.eurprd04.prod.outlook.com (2603:10a6:208::22) by DB7PR04.eurprd04.prod.outlook.com"
    assert verdict(inner, MICROSOFT_HOP, MICROSOFT, FOREIGN, server="protection.outlook.com") is Verdict.PASS
    assert verdict(MICROSOFT_HOP, MICROSOFT, FOREIGN) is Verdict.NONE


@pytest.mark.abuse("M2")
def test_only_the_topmost_nameless_stamp_is_exchange_onlines() -> None:
    failed = MICROSOFT.replace("=pass", "=fail")
    assert verdict(MICROSOFT_HOP, failed, MICROSOFT, FOREIGN, server="protection.outlook.com") is Verdict.FAIL
    assert verdict(MICROSOFT_HOP, FOREIGN, MICROSOFT, server="protection.outlook.com") is Verdict.NONE
    assert verdict(MICROSOFT_HOP, OTHERS, MICROSOFT, server="protection.outlook.com") is Verdict.NONE


def test_google_stamps_below_its_own_hops() -> None:
    assert (
        verdict(
            "Delivered-To: depot@cabinet-valmont.example",
            "Received: by 2002:a05:6a10:1234:0:0:0:0 with SMTP id x1csp;",
            "X-Received: by 2002:a17:90a:1234 with SMTP id x2;",
            "ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass",
            "Received: from mail.atelier-morel.example (mail.atelier-morel.example. [203.0.113.7]) by mx.google.com",
            "Received-SPF: pass",
            "Authentication-Results: mx.google.com; dkim=pass header.i=@atelier-morel.example header.s=s1;"
            " spf=pass (google.com: domain of x designates 203.0.113.7 as permitted sender)"
            " smtp.mailfrom=claire@atelier-morel.example; dmarc=pass (p=NONE sp=NONE dis=NONE)"
            " header.from=atelier-morel.example",
            FOREIGN,
            server="mx.google.com",
        )
        is Verdict.PASS
    )


@pytest.mark.parametrize(
    ("server", "hop", "expected"),
    [
        ("mail.cabinet.co.uk", "Received: from x by mx.cabinet.co.uk", Verdict.PASS),
        ("mail.cabinet.co.uk", "Received: from x by mx.evil.co.uk", Verdict.NONE),
        ("guichet", "Received: from x by guichet", Verdict.PASS),
        ("guichet", "Received: from x by evil", Verdict.NONE),
        ("guichet", "Received: whatever", Verdict.NONE),
        ("guichet", "Received: by localhost id 7", Verdict.PASS),
        ("guichet", "Received: from evil by 10.0.0.1", Verdict.NONE),
    ],
)
def test_our_own_hops_are_told_from_the_others(server: str, hop: str, expected: Verdict) -> None:
    assert verdict(hop, f"Authentication-Results: {server}; dmarc=pass", server=server) is expected
