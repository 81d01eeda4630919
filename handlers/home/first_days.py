"""The first days: what is done of the set-up, and what comes next, until the invitation was read or the list hidden."""

from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.scene import Surroundings
from handlers.mail.health import mailbox_line

HIDDEN = "setup.hidden"


def first_days_shown(here: Surroundings) -> bool:
    """For administrators; hidden by one, it is hidden for that one."""
    if not here.who.is_administrator or here.records.firm.invitation_read_at is not None:
        return False
    return here.records.people.preference(here.who.id, HIDDEN) is not True


def first_days(here: Surroundings) -> list[Block]:
    """What is done of the set-up, and what comes next; the next one alone is primary."""
    words, records = here.words, here.records
    firm = records.firm
    mailbox = next(iter(records.inbound.mailboxes()), None)
    read = mailbox is not None and mailbox.last_ok_at is not None and mailbox.problem is None
    reading = f" · {mailbox_line(mailbox, words, firm.zone, here.now)}" if mailbox is not None and read else ""
    channel = f" · <#{firm.mail_channel}>" if firm.mail_channel else ""
    colleagues = len(here.people) - 1
    n_clients = records.clients.count(here.who)
    steps = [
        (True, words.gettext("The firm"), _firm(here), None),
        (
            read,
            words.gettext("The mailbox"),
            f"`{firm.mail_from}`{reading}{channel}" if read else words.gettext("It is not read yet: see the set-up."),
            None,
        ),
        (
            colleagues > 0,
            words.gettext("The team"),
            words.ngettext("{n} colleague added", "{n} colleagues added", colleagues).format(n=colleagues)
            if colleagues
            else words.gettext("Add your colleagues: the role of each, and their portfolios."),
            blocks.button(words.gettext("Add the team"), "firm.users"),
        ),
        (
            n_clients > 0,
            words.gettext("The clients"),
            words.ngettext("{n} client file", "{n} client files", n_clients).format(n=words.number(n_clients))
            if n_clients
            else words.gettext("Import your list of clients, or create a first client file."),
            blocks.button(words.gettext("Import"), "import.open"),
        ),
        (
            False,
            words.gettext("The invitation"),
            words.gettext("Read the text that your clients will receive, and send yourself a test."),
            blocks.button(words.gettext("Read it"), "setup.texts"),
        ),
    ]
    done = sum(is_done for is_done, *_ in steps)
    opening = words.gettext("Five steps and your firm is ready. Allow a quarter of an hour; you may stop at any time.")
    body = [
        blocks.header(words.gettext("Welcome to Guichet")),
        blocks.section(opening),
        blocks.context(
            words.ngettext("{n} step of {total} done", "{n} steps of {total} done", done).format(
                n=done, total=len(steps)
            )
        ),
        blocks.divider(),
    ]
    following = next((button for is_done, *_, button in steps if not is_done and button), None)
    if following is not None:
        following["style"] = "primary"
    for is_done, title, fact, button in steps:
        head = f"✓ {title}" if is_done else f"*{title}*"
        body.append(blocks.section(f"{head}\n{fact}", accessory=None if is_done else button))
    more = [
        blocks.button(words.gettext("New client"), "client.new"),
        blocks.button(words.gettext("Hide this list"), "setup.hide"),
        blocks.button(words.gettext("Help"), "help"),
    ]
    return [
        *body,
        blocks.divider(),
        blocks.actions(*more, block_id="more"),
        blocks.context(words.gettext("No e-mail leaves for a client until the step “The invitation” is done.")),
    ]


def _firm(here: Surroundings) -> str:
    """`Cabinet Valmont, Tours · français · euro`."""
    words, firm = here.words, here.records.firm
    named = ", ".join(escape(part) for part in (firm.name, firm.town) if part)
    return " · ".join((named, words.gettext("French"), words.currency(firm.currency, inside=True)))
