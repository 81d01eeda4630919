"""Why a mail is where it is, and what to beware of: each word of the domain as a sentence."""

from domain.documents import NotFiled
from domain.mail.attribution import Why
from domain.mail.flags import Flag
from domain.messages import Message
from handlers.blocks import escape
from handlers.words import Words


def reason(message: Message, words: Words) -> str:
    """The grey line: why this client, or why none."""
    address = f"`{escape(message.sender)}`"
    sentences = {
        Why.DEPOSIT_ADDRESS: words.gettext("Attached by the deposit address"),
        Why.THREAD: words.gettext("Attached by the thread"),
        Why.CONTACT: words.gettext("Attached by the sender’s address"),
        Why.CONTACT_AND_FILE: words.gettext("Attached by the sender’s address and the number in the file"),
        Why.ORIGINAL_CONTACT: words.gettext("Attached by the original sender, {address}").format(address=address),
        Why.FILE_NUMBER: words.gettext("Attached by the SIREN in the file"),
        Why.CLIENT_DOMAIN: words.gettext("Attached by the domain"),
        Why.OWN_MAIL_RETURNED: words.gettext("Our own message, returned"),
        Why.UNREADABLE: words.gettext("The message is malformed; its original is kept"),
        Why.NO_SENDER: words.gettext("No sender is named in the message"),
        Why.UNKNOWN_SENDER: words.gettext("Unknown address, no identifier in the message or its files"),
        Why.NUMBER_IN_TEXT: words.gettext("Unknown address; the message quotes the SIREN of a client"),
        Why.FAILED_CHECKS: words.gettext("Call the number of the client file, never the one in the message"),
        Why.CHECKS_MISSING: words.gettext("This sender’s messages used to pass the checks; this one carries none"),
        Why.UNVERIFIED_COLLEAGUE: words.gettext("Forwarded in a colleague’s name, without proof"),
        Why.UNVERIFIED_CLUE: words.gettext("Nothing proves the sender"),
        Why.OTHER_CLIENTS_CONTACT: words.gettext("The sender is a contact of another client"),
        Why.OTHER_CLIENTS_FILE: words.gettext("The file carries the number of another company"),
        Why.SEVERAL_CLIENTS: words.gettext("The sender is a contact of several clients"),
        Why.ORIGINAL_UNKNOWN: words.gettext("The original sender, {address}, is unknown").format(address=address),
        Why.ORIGINAL_NOT_FOUND: words.gettext("The original sender could not be found in the forward"),
        Why.UNPROVEN_BOUNCE: words.gettext("A delivery notice that matches none of our messages"),
        Why.COMPLAINT: words.gettext("The recipient marked our message as unwanted"),
    }
    if message.why == "by_hand":
        return words.gettext("Attached by hand")
    return sentences.get(Why(message.why), "") if message.why in set(Why) else ""


def warning(flag: Flag, words: Words) -> str:
    """What to beware of; "" for what the card says otherwise."""
    sentences = {
        Flag.TOO_LARGE: words.gettext("Very large message: only its beginning was read. The original is kept."),
        Flag.TOO_MANY_PARTS: words.gettext(
            "Too many parts: the message was not read to its end. The original is kept."
        ),
        Flag.ENCRYPTED: words.gettext("Encrypted message: Guichet cannot read it. The original is kept."),
        Flag.PROTECTED_FILE: words.gettext("A file is protected by a password."),
        Flag.UNKNOWN_SENDER: words.gettext("Unknown sender for this client."),
        Flag.REPLY_TO_DIFFERS: words.gettext("Replies would go to another address than the sender’s."),
        Flag.ADDRESS_IN_NAME: words.gettext("The sender’s name shows another address than the true one."),
        Flag.LOOKALIKE_DOMAIN: words.gettext("The address looks like a client’s, and is not."),
        Flag.MIXED_SCRIPTS: words.gettext("The address mixes letters of several alphabets."),
        Flag.INVISIBLE_CHARACTERS: words.gettext("Invisible characters were removed."),
        Flag.BANK_DETAILS: words.gettext(
            "Bank details are mentioned: confirm by telephone, on the number of the client file."
        ),
    }
    return sentences.get(flag, "")


def not_filed(why: NotFiled, words: Words) -> str:
    """Why a file was kept unopened, and what to do."""
    match why:
        case NotFiled.ARCHIVE:
            return words.gettext("Not opened: archives are not accepted. The message is kept.")
        case NotFiled.PROGRAM:
            return words.gettext("Not opened: this is a program. The message is kept.")
        case NotFiled.EMPTY:
            return words.gettext("Empty file.")
