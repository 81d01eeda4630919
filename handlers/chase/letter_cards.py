"""What the one in charge is shown of a letter that did not leave, or of which nobody knows whether it did."""

from collections.abc import Sequence

from domain.outbox import Answer, Envelope
from handlers.blocks import Block, Element, actions, button, confirmation, context, escape, section
from handlers.words import Words

Told = tuple[str, Sequence[Block]]


def unsent_card(envelope: Envelope, reason: str, words: Words, *, refused: bool, may_decide: bool = True) -> Told:
    """A refusal, or a day of tries in vain: sent again, or given up."""
    text = words.gettext("Message not sent: {address}").format(address=escape(envelope.to))
    if refused:
        why = words.gettext("The recipient’s server refuses it. What was written is kept.")
    else:
        why = words.gettext("The sending server has not taken it for 24 hours.")
    blocks = [section(f"🔴 *{text}*\n{why}")]
    if may_decide:
        blocks.append(actions(_answer(envelope, Answer.RESEND, words), _give_up(envelope, words), block_id="letter"))
    if reason:
        blocks.append(context(words.gettext("Its answer: {reason}").format(reason=escape(reason, 300))))
    return text, blocks


def doubt_card(envelope: Envelope, words: Words, *, may_decide: bool = True) -> Told:
    """Guichet was stopped while sending it: a person looks, and says."""
    text = words.gettext("To be checked: we cannot tell whether the message to {address} left.")
    headline = words.gettext("To be checked: we cannot tell whether this message left.")
    blocks = [section(f"🟠 *{headline}*\n{escape(envelope.to)}")]
    if may_decide:
        acts = [_answer(envelope, answer, words) for answer in (Answer.RESEND, Answer.ARRIVED)]
        blocks.append(actions(*acts, block_id="letter"))
    blocks.append(
        context(words.gettext("Guichet was stopped while sending it, and the mailbox keeps no copy to look at."))
    )
    return text.format(address=envelope.to), blocks


def answered(answer: Answer, words: Words) -> str:
    """The same answer, once it is given."""
    return {
        Answer.ARRIVED: words.gettext("It arrived"),
        Answer.RESEND: words.gettext("Sent again"),
        Answer.GIVE_UP: words.gettext("Given up"),
    }[answer]


def _answer(envelope: Envelope, answer: Answer, words: Words) -> Element:
    label = words.gettext("It arrived") if answer is Answer.ARRIVED else words.gettext("Send again")
    return button(label, f"doubt.{answer}", f"e{envelope.id}", primary=answer is Answer.RESEND)


def _give_up(envelope: Envelope, words: Words) -> Element:
    sure = confirmation(
        words.gettext("Give up this message?"),
        words.gettext("It will not leave, and its text is not kept."),
        words.gettext("Give up"),
        words.gettext("Keep"),
    )
    return button(words.gettext("Give up"), f"doubt.{Answer.GIVE_UP}", f"e{envelope.id}", confirm=sure)
