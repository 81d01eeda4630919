"""What the people of the firm do again and again, screen after screen."""

from sandbox.person import Person
from sandbox.screens import Home, Modal

NEW = "Nouveau dossier"


def creates(who: Person, company: str, email: str, manager: str | None = None) -> None:
    """The four steps of the wizard, the company picked in the registry, its first director invited at once."""
    assert summary_of_new(who, company, email, manager).submits() == {}
    who.waits_for_modal("Dossier client", company)


def summary_of_new(who: Person, company: str, email: str, manager: str | None = None) -> Modal:
    """The wizard filled in up to its summary."""
    who.types("/client nouveau", channel="general")
    form = who.waits_for_modal(NEW, "Étape 1 sur 4")
    # The registry has a second and a half to answer, which a busy machine may miss; what it found once is kept.
    who.waits_for(lambda: form.suggests("Entreprise", company, company) or None, f"{company} in the registry")
    form.pick("Entreprise", company, company)
    form = who.waits_for_modal(NEW, "SIREN")
    assert form.submits() == {}
    form = who.waits_for_modal(NEW, "Étape 2 sur 4")
    if manager is not None:
        form.choose("Responsable", manager)
    assert form.submits() == {}
    form = who.waits_for_modal(NEW, "Étape 3 sur 4")
    form.fill("E-mail", email)
    assert form.submits() == {}
    return who.waits_for_modal(NEW, "Étape 4 sur 4")


def invites(who: Person, client: str) -> None:
    """Invite a client's contacts, now."""
    who.types(f"/client inviter {client}", channel="general")
    form = who.waits_for_modal("Inviter", client)
    form.choose("Envoi", "Maintenant")
    assert form.submits() == {}
    who.waits_for_modal("Dossier client", client)
    closes(who)


def opens(who: Person, client: str) -> Modal:
    """The card of a client, found by its name."""
    closes(who)
    who.types(f"/client voir {client}", channel="general")
    return who.waits_for_modal("Dossier client", client)


def shows(who: Person, client: str, text: str) -> Modal:
    """The card of a client, once that stands on it: a letter leaves, or comes in, a moment after its card was drawn."""

    def there() -> Modal | None:
        card = opens(who, client)
        return card if text.casefold() in card.text.casefold().replace("\u00a0", " ") else None

    return who.waits_for(there, f"{text!r} on the card of {client}")


def closes(who: Person) -> None:
    """Close every window."""
    if who.modals:
        who.modal.closes(everything=True)


def home_drawn_again(who: Person) -> Home:
    """The Home that Guichet draws because it is opened now, not the one that was there."""
    before = who.state()["home"]
    who.opens_home()
    who.waits_for(lambda: who.state()["home"] != before or None, "a Home drawn again")
    return Home(who, who.state()["home"])
