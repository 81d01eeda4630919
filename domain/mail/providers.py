"""Public mail providers: their domains say nothing of who writes."""

_PUBLIC = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr",
        "msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com",
        "aol.fr", "gmx.fr", "gmx.com", "gmx.net", "mail.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com",
        "zoho.com", "yandex.com", "mailo.com", "netc.fr", "netcourrier.com", "orange.fr", "wanadoo.fr", "voila.fr",
        "free.fr", "libertysurf.fr", "aliceadsl.fr", "sfr.fr", "neuf.fr", "9online.fr", "cegetel.net",
        "club-internet.fr",
        "numericable.fr", "noos.fr", "bbox.fr", "laposte.net", "nordnet.fr", "ovh.fr", "gandi.net", "dbmail.com",
        "caramail.com", "lilo.org", "ik.me", "infomaniak.com", "hey.com", "fastmail.com", "monaco.mc", "skynet.be",
        "bluewin.ch", "telenet.be", "web.de", "t-online.de", "libero.it", "hotmail.be", "outlook.be",
    }
)  # fmt: skip


def is_public_provider(domain: str) -> bool:
    return domain.lower() in _PUBLIC
