"""The subjects of « Modifier le dossier », and the row in which one is chosen."""

from handlers import blocks
from handlers.blocks import Block
from handlers.clients.edit import billing, company, custom, services
from handlers.words import Words

SUBJECTS = {
    subject.name: subject
    for subject in (company.SUBJECT, services.SUBJECT, billing.BILLING, billing.MAILS, custom.SUBJECT)
}
SITES = "sites"


def subjects_row(chosen: str, words: Words) -> Block:
    """The subjects, in the order in which a file is read."""
    labels = {name: subject.label(words) for name, subject in SUBJECTS.items()}
    ordered = {"company": labels.pop("company"), SITES: words.gettext("Establishments"), **labels}
    options = [blocks.option(label, name) for name, label in ordered.items()]
    return blocks.actions(blocks.select("subject", options, initial=chosen), block_id="subjects")
