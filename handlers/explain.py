"""A refusal, told as a sentence that says what to do: the one place where rules find their words.

What is wrong with a typed value is told by `explain_fields.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any

from domain.acts import Act
from domain.invitations import AlreadyChased, InvitationClosed, InvitationState, InvitedLately
from domain.refusals import (
    AlreadyFollowed,
    AlreadyFollowedUnseen,
    ChangedMeanwhile,
    FormRefused,
    NotAMember,
    NotFound,
    Refusal,
    RoleTooLow,
    SlackSilent,
)
from domain.registry import RegistryUnavailable
from domain.reserved import Reserved
from domain.slack_messages import NothingToAttach, NotInChannel, SeenByOne
from handlers.blocks import escape
from handlers.explain_fields import explain_field
from handlers.explain_life import explain_life
from handlers.explain_sheet import explain_sheet
from handlers.explain_signing_in import explain_signing_in
from handlers.explain_team import explain_team
from handlers.explain_texts import explain_texts
from handlers.words import Words


def explain(refusal: Refusal, words: Words, *, field: str = "", today: date | None = None) -> str:
    """The sentence for that person, in their language; `field` is where the value was typed, if it was."""
    match refusal:
        case FormRefused(errors=errors):
            return " ".join(explain(error, words, field=name, today=today) for name, error in errors.items())
        case NotFound():
            return _not_found(refusal, words)
        case NotAMember(administrators=names):
            return _not_a_member(names, words)
        case RoleTooLow():
            return _role_too_low(refusal, words)
        case AlreadyFollowed(name=name, code=code):
            return words.gettext(
                "Already followed: {client}. Tick “Create a second client file” if you mean it."
            ).format(client=f"{name} ({code})" if code else name)
        case AlreadyFollowedUnseen():
            return words.gettext("This company is already followed by the firm. Ask an administrator.")
        case SlackSilent():
            return words.gettext("Slack does not give the file now. Try again in a moment.")
        case NothingToAttach():
            return words.gettext("This message has neither text nor file to attach.")
        case SeenByOne():
            return words.gettext("Only you see this message: copy its text into a note of the client.")
        case NotInChannel():
            return words.gettext("You are not in the channel of this message. Join it, then try again.")
        case ChangedMeanwhile():
            return _changed_meanwhile(refusal, words)
        case RegistryUnavailable():
            return words.gettext("The registry is slow. You can go on by hand.")
        case InvitationClosed(state=state):
            return _invitation_closed(state, words)
        case AlreadyChased():
            return words.gettext("Already chased less than 24 hours ago. A call will help more.")
        case InvitedLately():
            return words.gettext("The invitation left less than 24 hours ago. A call will help more.")
        case _:
            return (
                explain_signing_in(refusal, words)
                or explain_team(refusal, words)
                or explain_life(refusal, words, today)
                or explain_sheet(refusal, words)
                or explain_texts(refusal, words)
                or explain_field(refusal, words, field=field, today=today)
            )


def beside_its_field(
    refusal: Refusal, words: Words, *, otherwise: str = "", today: date | None = None
) -> dict[str, str]:
    """Each sentence by the name of its field, as `errors` wants them; `otherwise` takes what concerns no field."""
    if isinstance(refusal, FormRefused):
        return {name: explain(error, words, field=name, today=today) for name, error in refusal.errors.items()}
    return {otherwise: explain(refusal, words, field=otherwise, today=today)}


def errors_in(view: Mapping[str, Any], refusal: Refusal, words: Words, today: date | None = None) -> dict[str, str]:
    """The same by block_id of that very view; a field that the view does not show answers at its first input.

    Slack refuses an error on a block that is not an input.
    """
    inputs = [str(block["block_id"]) for block in view.get("blocks", ()) if block.get("type") == "input"]
    shown = {block_id.partition(".")[0]: block_id for block_id in inputs}
    first = inputs[0] if inputs else ""
    errors: dict[str, str] = {}
    for name, sentence in beside_its_field(refusal, words, today=today).items():
        block_id = shown.get(name, first)
        errors[block_id] = f"{errors[block_id]} {sentence}" if block_id in errors else sentence
    return errors


def our_fault(reference: str, words: Words) -> str:
    return words.gettext("Something went wrong on our side. What you typed is kept. Reference {reference}.").format(
        reference=reference
    )


def _not_found(refusal: NotFound, words: Words) -> str:
    match refusal.what:
        case "client":
            return words.gettext("No client of that name among those you can see.")
        case "draft":
            return words.gettext("This draft is no longer kept. Begin a new client.")
        case "person":
            return words.gettext("Nobody of that name among the people of the firm.")
        case _:
            return words.gettext("This is no longer here, or is not yours to see.")


def _changed_meanwhile(refusal: ChangedMeanwhile, words: Words) -> str:
    name, hour = escape(refusal.by) or words.gettext("Somebody"), words.hour(refusal.at, refusal.at.tzinfo or UTC)
    match refusal.act:
        case Act.MAIL_HANDLED | Act.MAIL_SENDER_IGNORED | Act.MAIL_REPLIED:
            return words.gettext("Handled by {person} at {hour}").format(person=name, hour=hour) + "."
        case Act.MAIL_ATTACHED:
            return words.gettext("Filed by {person} at {hour}.").format(person=name, hour=hour)
        case _:
            sentence = words.gettext("Changed by {name} at {hour}. Open it again to see the newer values.")
            return sentence.format(name=name, hour=hour)


def _not_a_member(administrators: Sequence[str], words: Words) -> str:
    if not administrators:
        return words.gettext("Your Slack account is not in the team yet. An administrator of the firm can add you.")
    return words.gettext("Your Slack account is not in the team yet. {name} can add you.").format(
        name=escape(administrators[0])
    )


def _role_too_low(refusal: RoleTooLow, words: Words) -> str:
    sentences: Mapping[Reserved, str] = {
        Reserved.CLIENT_CREATE: words.gettext("Creating a client is for managers and administrators."),
        Reserved.CLIENT_ASSIGN: words.gettext("Assigning a client is for its manager and the administrators."),
        Reserved.CLIENT_INVITE: words.gettext("Inviting a contact is for the client’s manager and the administrators."),
        Reserved.CLIENT_CHASE: words.gettext("Chasing a contact is for the client’s manager and the administrators."),
        Reserved.CLIENT_DEACTIVATE: words.gettext("Deactivating a client is for its manager and the administrators."),
        Reserved.FIRM_NIR: words.gettext("Asking for social security numbers is for administrators."),
        Reserved.FIRM_FIELDS: words.gettext("Changing the firm’s fields is for administrators."),
        Reserved.CLIENT_TERMINATE: words.gettext("Terminating a client is for administrators."),
        Reserved.FIRM_USERS: words.gettext("Managing the users is for administrators."),
        Reserved.FIRM_PORTFOLIOS: words.gettext("Managing the portfolios is for administrators."),
        Reserved.FIRM_SETTINGS: words.gettext("The firm’s settings are for administrators."),
        Reserved.CLIENT_MERGE: words.gettext("Merging clients is for the manager of both and the administrators."),
        Reserved.MERGER_UNDO: words.gettext("Undoing a merger is for administrators."),
        Reserved.CLIENT_EXPORT: words.gettext("Exporting a client is for administrators."),
        Reserved.CLIENT_RESTORE: words.gettext("Restoring a client is for administrators."),
        Reserved.CLIENT_ERASE: words.gettext("Erasing a client is for administrators."),
        Reserved.INVITATION_REVIEW: words.gettext("Allowing the invitations to leave is for administrators."),
        Reserved.MAILBOX_RETRY: words.gettext("This is for administrators."),
    }
    sentence = sentences[refusal.act]
    if not refusal.who_can:
        return sentence
    people = words.listed([f"<@{slack_id}>" for slack_id in refusal.who_can])
    # The names come after a colon, so that no word has to agree with them.
    return words.gettext("{sentence_without_its_stop}: {people}.").format(
        sentence_without_its_stop=sentence.removesuffix("."), people=people
    )


def _invitation_closed(state: InvitationState, words: Words) -> str:
    match state:
        case InvitationState.ACCEPTED:
            return words.gettext("This invitation is already accepted: the space is open.")
        case InvitationState.REVOKED:
            return words.gettext("This invitation was withdrawn. Invite the contact again.")
        case InvitationState.BOUNCED:
            return words.gettext("This address refused the invitation. Fix the address, then invite again.")
        case _:
            return words.gettext("This invitation has expired. Resend it to give a new link.")
