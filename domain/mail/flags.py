"""What a person should know before trusting a mail; each word is shown as a sentence by the desk."""

from enum import StrEnum


class Flag(StrEnum):
    # What could not be read.
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_MANY_PARTS = "too_many_parts"
    HEADER_CUT = "header_cut"
    NO_SENDER = "no_sender"
    SEVERAL_SENDERS = "several_senders"
    ENCRYPTED = "encrypted"
    PROTECTED_FILE = "protected_file"
    # What may deceive.
    FAILED_CHECKS = "failed_checks"
    NOT_VERIFIED = "not_verified"
    UNKNOWN_SENDER = "unknown_sender"
    REPLY_TO_DIFFERS = "reply_to_differs"
    SENDER_DIFFERS = "sender_differs"
    ADDRESS_IN_NAME = "address_in_name"
    LOOKALIKE_DOMAIN = "lookalike_domain"
    MIXED_SCRIPTS = "mixed_scripts"
    INVISIBLE_CHARACTERS = "invisible_characters"
    BANK_DETAILS = "bank_details"
    UNPROVEN_BOUNCE = "unproven_bounce"
