"""Each letter of ours has its own return address, so that a bounce says by itself which one came back."""

import re

RETURN_TOKEN = re.compile(r"\+b\.([a-z0-9]{8,80})@", re.IGNORECASE)


def return_path(mail_from: str, uid: str) -> str:
    """`depot+b.<uid>@cabinet.fr`, for the letter of that uid; RETURN_TOKEN reads it back."""
    inbox, _, domain = mail_from.rpartition("@")
    return f"{inbox}+b.{uid}@{domain}"
