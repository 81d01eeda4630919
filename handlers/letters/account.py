"""Letters about signing in: a new link, a code, a further client file. The person asked for them, or must know."""

from domain.about import About
from domain.books import Records
from domain.clients import Client
from domain.contacts import Account, Contact
from domain.invitations import Invitation
from domain.messages import Message
from domain.office import Office
from domain.outbox import Subject
from domain.people import Collaborator
from handlers.letters.invitation import write_links
from handlers.letters.letter import Letter
from handlers.letters.writing import correspondence, post_letter, send_letter


def renewal_letter(
    records: Records,
    office: Office,
    invitation: Invitation,
    client: Client,
    contact: Contact,
    manager: Collaborator | None,
) -> Message:
    """Send the new link that the contact asked for; the ones before no longer open."""
    about = correspondence(records, office, client, contact, manager)
    links = write_links(records, office, invitation)
    _ = about.words.gettext
    until = about.words.day((invitation.expires_at or about.now).astimezone(about.firm.zone).date())
    letter = Letter(
        head=about.letterhead,
        subject=_("Your new link"),
        preheader=_("The old one no longer works."),
        greeting=about.greeting,
        paragraphs=[_("Here is your new link. The old one no longer works.")],
        button=_("Open my space"),
        link=links.opening,
        validity=_("Personal link, valid until {day}.").format(day=until),
        reason=_("You receive this message because a new link was asked for from the page of the one before."),
        footer=[(_("This is not for me"), links.wrong_person), about.data_page],
    )
    return send_letter(
        records,
        about,
        letter,
        subject=Subject(About.RENEWAL, invitation.id),
        kind="renewal",
        invitation_id=invitation.id,
        asked_for=True,
    )


def further_client_letter(
    records: Records, office: Office, client: Client, contact: Contact, manager: Collaborator | None
) -> Message:
    """Tell a contact who has a space already that one more client file is in it: nothing to accept."""
    about = correspondence(records, office, client, contact, manager)
    _ = about.words.gettext
    letter = Letter(
        head=about.letterhead,
        subject=_("A new client file in your space"),
        preheader=_("Same address, same sign-in: nothing to accept."),
        greeting=about.greeting,
        paragraphs=[
            _("{client} has joined your space, beside the one you have.").format(client=client.name),
            _("Same address, same sign-in: nothing to accept."),
        ],
        button=_("Open my space"),
        link=f"{office.public_url}/",
        aside_lead=_("By e-mail:"),
        aside=[about.deposit_address],
        reason=about.listed,
        footer=[about.data_page],
    )
    return send_letter(records, about, letter, subject=Subject(About.FURTHER_CLIENT, client.id), kind="further_client")


def code_letter(records: Records, office: Office, account: Account, code: str) -> None:
    """Send a sign-in code; it is kept nowhere in the conversation."""
    contact = Contact(account.first_name, account.last_name, account.email, language=account.language)
    about = correspondence(records, office, None, contact, None)
    _ = about.words.gettext
    spaced = f"{code[:3]}\u00a0{code[3:]}"
    letter = Letter(
        head=about.letterhead,
        subject=_("Your code: {code}").format(code=spaced),
        preheader=_("Valid 10 minutes, once."),
        greeting=about.greeting,
        paragraphs=[_("Here is your sign-in code. Type it in the page you just opened.")],
        code=spaced,
        code_note=_("Valid 10 minutes, once. The firm will never ask you for it."),
        aside_lead=_("You asked for nothing?"),
        aside=[_("Do nothing: nobody gets in without this code.")],
        reason=_("You receive this message because a code was asked for this address, {moment}.").format(
            moment=about.words.instant(about.now, about.firm.zone, about.now)
        ),
        footer=[about.data_page],
    )
    post_letter(records, about, letter, subject=Subject(About.CODE, account.id), asked_for=True)
