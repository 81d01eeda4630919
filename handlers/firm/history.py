"""« Historique du cabinet »: who did what that belongs to no client, the latest first; for administrators."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext

from domain.acts import Act, acts_of
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from domain.reserved import Reserved
from handlers import blocks
from handlers.blocks import Block, View
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, page_asked, redraw, show
from handlers.firm.history_words import FirmTold
from handlers.life.history import history_row
from handlers.paging import PAGE, paging
from handlers.who_can import administering
from handlers.words import Words

desk = Desk()

CALLBACK = "firm.history"
SIGN_INS = acts_of("account")
TEAM = acts_of("collaborator", "portfolio", "access")
SETTINGS = acts_of("firm", "field", "mailbox") | {Act.INVITATION_READ_ONCE}
# The contacts who sign in would hide the rest.
SUBJECTS: dict[str, tuple[frozenset[Act], Callable[[Words], str]]] = {
    "all": (frozenset(Act) - SIGN_INS, lambda words: words.gettext("Everything but the sign-ins")),
    "team": (TEAM, lambda words: words.gettext("The team")),
    "settings": (SETTINGS, lambda words: words.gettext("Settings")),
    "clients": (
        frozenset(Act) - SIGN_INS - TEAM - SETTINGS,
        lambda words: words.gettext("Clients and messages"),
    ),
    "sign_ins": (SIGN_INS, lambda words: words.gettext("Sign-ins to the client space")),
}


def history_view_of(office: Office, who: Collaborator, words: Words, subject: str = "all", page: int = 1) -> View:
    """RoleTooLow for who is no administrator, NotFound for a subject that is not offered."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_SETTINGS)
        return history_view(Surroundings(records, who, words, office.now()), subject, page)


def history_view(here: Surroundings, subject: str, page: int) -> View:
    words, records = here.words, here.records
    if subject not in SUBJECTS:
        raise NotFound("choice")
    acts, _ = SUBJECTS[subject]
    count = records.count_firm_history(acts)
    page = min(page, max(1, -(-count // PAGE)))
    rows: list[Block] = []
    for line in records.firm_history(acts, limit=PAGE, offset=(page - 1) * PAGE):
        rows += history_row(FirmTold(records, line, words, here.now), records.firm.zone)
    options = [blocks.option(label(words), name) for name, (_, label) in SUBJECTS.items()]
    return blocks.modal(
        CALLBACK,
        words.gettext("History of the firm"),
        [
            blocks.actions(blocks.select("subject", options, initial=subject), block_id="filters"),
            *(rows or [blocks.section(words.gettext("Nothing has happened yet."))]),
            *paging(page, count, PAGE, words),
        ],
        close=words.gettext("Back"),
    )


@desk.action("firm.history")
def open_history(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    view = history_view_of(office, who, words)
    ack()
    show(context, body, view)


@desk.action("subject", view=CALLBACK)
@desk.action("page.previous", view=CALLBACK)
@desk.action("page.next", view=CALLBACK)
def change_history(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """Another subject begins again at page 1; a page keeps the subject."""
    held = ((body["view"].get("state") or {}).get("values") or {}).get("filters", {}).get("subject") or {}
    subject = str((held.get("selected_option") or {}).get("value") or "all")
    turning = str(body["actions"][0].get("action_id")).startswith("page.")
    view = history_view_of(office, who, words, subject, page_asked(body) if turning else 1)
    ack()
    redraw(context, body, view)
