"""The first days: what is done of the set-up, and what comes next, until the invitation was read or the list hidden."""

from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.scene import Surroundings

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
    channel = f" · <#{firm.mail_channel}>" if firm.mail_channel else ""
    colleagues = len(here.people) - 1
    n_clients = records.clients.count(here.who)
    steps = [
        (True, words.gettext("The firm"), ", ".join(escape(part) for part in (firm.name, firm.town) if part), None),
        (
            read,
            words.gettext("The mailbox"),
            f"`{firm.mail_from}`{channel}" if read else words.gettext("It is not read yet: see the set-up."),
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
            else words.gettext("Create a first client file."),
            blocks.button(words.gettext("New client"), "client.new"),
        ),
        (
            False,
            words.gettext("The invitation"),
            words.gettext("Read the text that your clients will receive, and send yourself a test."),
            blocks.button(words.gettext("Read it"), "setup.texts"),
        ),
    ]
    done = sum(is_done for is_done, *_ in steps)
    body = [
        blocks.header(words.gettext("Welcome to Guichet")),
        blocks.section(words.gettext("A few steps and your firm is ready. You may stop at any time.")),
        blocks.context(
            words.ngettext("{n} step of {total} done", "{n} steps of {total} done", done).format(
                n=done, total=len(steps)
            )
        ),
    ]
    following = next((button for is_done, *_, button in steps if not is_done and button), None)
    if following is not None:
        following["style"] = "primary"
    for is_done, title, fact, button in steps:
        head = f"✓ {title}" if is_done else f"*{title}*"
        body.append(blocks.section(f"{head}\n{fact}", accessory=None if is_done else button))
    body.append(blocks.context(words.gettext("No e-mail leaves for a client until the step “The invitation” is done.")))
    body.append(blocks.actions(blocks.button(words.gettext("Hide this list"), "setup.hide"), block_id="setup"))
    return body
