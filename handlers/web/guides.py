"""Short guides for the firm's people: one page each, without any client's data, to read or to print."""

from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from handlers.web.visit import Visit
from handlers.words import Words


@dataclass(frozen=True, slots=True)
class Guide:
    """`steps` are what to do and how; `stuck` says what to do when something goes wrong."""

    name: str
    title: str
    lead: str
    steps: tuple[tuple[str, str], ...]
    stuck: str


def guides(words: Words) -> tuple[Guide, ...]:
    """All of them, in the order in which a new firm needs them."""
    return _creating(words), _inviting(words), _mail(words), _settling(words)


def show_guides(visit: Visit) -> Response:
    return visit.page("guides.html", guides=guides(visit.words))


def show_guide(visit: Visit) -> Response:
    name = visit.request.path_params["name"]
    guide = next((one for one in guides(visit.words) if one.name == name), None)
    return visit.not_found() if guide is None else visit.page("guide.html", guide=guide, coded=coded)


def coded(sentence: str) -> Markup:
    """The sentence as a page shows it, what stands between back-ticks to be typed as it is."""
    parts = [Markup("{}").format(part) for part in sentence.split("`")]
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else p for n, p in enumerate(parts))


def _creating(words: Words) -> Guide:
    return Guide(
        "creer-un-dossier",
        words.gettext("Create a client file"),
        words.gettext("One minute. For all those who may create client files."),
        (
            (
                words.gettext("Type `/client new`."),
                words.gettext("Or press “New client” in Guichet’s Home tab."),
            ),
            (
                words.gettext("Pick the company."),
                words.gettext("The first letters of its name, its SIREN or its SIRET: the registry fills the rest."),
            ),
            (
                words.gettext("Assign it."),
                words.gettext("Who answers for it, its portfolio, and who sees it."),
            ),
            (
                words.gettext("Name a contact."),
                words.gettext("An e-mail address is enough. Without a contact, the deposit address works already."),
            ),
            (
                words.gettext("Read the summary."),
                words.gettext("Nothing leaves before the last button. Closed half-way, a draft waits for you."),
            ),
        ),
        words.gettext(
            "Registry slow or company not found: “Enter by hand”. Company already followed: the step says so, and a "
            "second client file stays possible."
        ),
    )


def _inviting(words: Words) -> Guide:
    return Guide(
        "inviter",
        words.gettext("Invite a client, then let it run"),
        words.gettext("Two minutes. For whoever answers for the client, and administrators."),
        (
            (
                words.gettext("Create the client file."),
                words.gettext("“Later” keeps it in “To invite”: nothing leaves yet."),
            ),
            (
                words.gettext("Invite."),
                words.gettext("From the summary, from the card, or with `/client invite` and the client’s name."),
            ),
            (
                words.gettext("Let it run."),
                words.gettext(
                    "Without an answer, chases leave on the working days that the firm has set. Any reply stops them."
                ),
            ),
            (
                words.gettext("Call when Guichet asks."),
                words.gettext("Some working days after the last chase, a message gives you the number."),
            ),
        ),
        words.gettext(
            "Address refused: the message “Invitation not delivered” carries “Fix the address”. Client in a hurry: "
            "“Chase now”, in the client file."
        ),
    )


def _mail(words: Words) -> Guide:
    return Guide(
        "courrier",
        words.gettext("Handle the mail"),
        words.gettext("Two minutes. For all the team."),
        (
            (
                words.gettext("Look at the card."),
                words.gettext("Who wrote, which client, which files, and why that client."),
            ),
            (
                words.gettext("Answer from the card."),
                words.gettext("The reply stays in the same thread. No document leaves by e-mail."),
            ),
            (
                words.gettext("Attach what has no client."),
                words.gettext("“Choose a client”, for this message only or for that sender from now on."),
            ),
            (
                words.gettext("Forward what you receive yourself."),
                words.gettext("To the firm’s mailbox: Guichet finds who wrote it first."),
            ),
            (
                words.gettext("Mark it handled."),
                words.gettext("The card leaves the counters of all; “Reopen” stays there."),
            ),
        ),
        words.gettext(
            "Unverified sender: open nothing, and call the number of the client file, never the one in the message. "
            "New bank details: always call."
        ),
    )


def _settling(words: Words) -> Guide:
    return Guide(
        "reglages",
        words.gettext("Set the firm up"),
        words.gettext("A quarter of an hour. For administrators."),
        (
            (
                words.gettext("Check the mailbox."),
                words.gettext("The Home tab says when it was read for the last time."),
            ),
            (
                words.gettext("Choose the channel of the mail cards."),
                words.gettext("`/cabinet channels`: one for the firm, and one a portfolio if you like."),
            ),
            (
                words.gettext("Add the team."),
                words.gettext("`/cabinet users`: a role for each, and their portfolios."),
            ),
            (
                words.gettext("Read the invitation once."),
                words.gettext("Until then, nothing leaves for a client."),
            ),
            (
                words.gettext("Create a first client file."),
                words.gettext("Your own firm makes a good trial."),
            ),
        ),
        words.gettext(
            "Something does not answer: whoever installed Guichet types `guichet doctor`, which says what to do."
        ),
    )
