"""Somebody leaves the team, or only their clients: what they followed is handed over, or proposed to be."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from domain.about import About
from domain.acts import Act
from domain.books import Records
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, Missing, NotFound
from domain.reserved import Reserved
from domain.team import departed, dismissed, may_follow
from handlers import blocks
from handlers.blocks import OPTIONS_AT_MOST, Block, View, escape
from handlers.clients.scene import Surroundings
from handlers.desk import Desk, Payload, first_time, metadata, named, page_shown, redraw_beneath, show, typed
from handlers.post import post, update_cards
from handlers.team.history import note_clients, note_team
from handlers.team.labels import clients_counted, team_role_label
from handlers.team.user_form import written
from handlers.team.user_list import users_view
from handlers.who_can import administering
from handlers.words import Words, words_for

desk = Desk()

CALLBACK = "user.leaving"


def leaving_form(here: Surroundings, person: Collaborator, page: int = 1, *, stays: bool = False) -> View:
    """To whom that person's clients go; unless the person `stays`, their access ends with it."""
    words = here.words
    n = here.records.clients.managed().get(person.id, 0)
    title = words.gettext("Hand over their clients") if stays else words.gettext("Deactivate")
    fields: list[Block] = [blocks.context(f"*{escape(person.name)}*")]
    if not stays:
        fields.append(blocks.section(words.gettext("Access ends at once. What this person did stays in the history.")))
        if here.records.firm.mail_channel:
            note = words.gettext(
                "In Slack, take this account out of the mail channels too: while it is in one, "
                "the cards there leave out names and texts."
            )
            fields.append(blocks.context(note))
    if n:
        fields.append(_successor(here, person, n))
    elif stays:
        fields.append(blocks.section(words.gettext("No client is left to hand over.")))
    return blocks.modal(
        CALLBACK,
        title,
        fields,
        close=words.gettext("Back"),
        submit=None if stays and not n else words.gettext("Hand over") if stays else words.gettext("Deactivate"),
        metadata={"user": f"u{person.id}", "page": page, "stays": stays},
    )


def _successor(here: Surroundings, person: Collaborator, n: int) -> Block:
    words = here.words
    managed = here.records.clients.managed()
    options = []
    for one in _successors(here, person)[:OPTIONS_AT_MOST]:
        counted = clients_counted(managed.get(one.id, 0), words)
        options.append(blocks.option(one.name, f"u{one.id}", f"{team_role_label(one.role, words)} · {counted}"))
    label = words.ngettext("Hand over their {n} client to", "Hand over their {n} clients to", n)
    return blocks.input_("successor", label.format(n=words.number(n)), blocks.select("value", options))


def _successors(here: Surroundings, person: Collaborator) -> list[Collaborator]:
    return [one for one in here.people if may_follow(one) and one.id != person.id]


@desk.view(CALLBACK)
def leave(
    ack: Ack, body: Payload, view: dict[str, Any], context: BoltContext, office: Office, who: Collaborator, words: Words
) -> BoltResponse:
    """The clients have another manager; the person, unless they stay, has no access any more."""
    carried, now = metadata(view), office.now()
    with office.records() as records:
        administering(records, who, Reserved.FIRM_USERS)
        here = Surroundings(records, who, words, now)
        person = _known(records, carried.get("user"))
        if first_time(records, body, now):
            _hand_over(here, person, typed(view).get("successor"))
            if not carried.get("stays") and person.active:
                after = dismissed(person, records.people.administrators(held=True))
                _put_out(records, person, after, who, now)
    with office.reading() as records:
        beneath = users_view(Surroundings(records, who, words, now), page_shown(view))
    redraw_beneath(context, view, beneath)
    return ack()


@desk.action("user.hand_over")
def hand_over(ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words) -> None:
    """« Transmettre ses dossiers », from the message that says who left."""
    with office.reading() as records:
        administering(records, who, Reserved.FIRM_USERS)
        here = Surroundings(records, who, words, office.now())
        view = leaving_form(here, _known(records, body["actions"][0].get("value")), stays=True)
    ack()
    show(context, body, view)


def left_slack(records: Records, member: Collaborator, now: datetime) -> None:
    """Slack closed that member's account: no right is left, and their clients are proposed to the administrators."""
    _put_out(records, member, departed(member), None, now)
    n = records.clients.managed().get(member.id, 0)
    if not n:
        return
    for person in records.people.administrators():
        words = words_for(person.language)
        sentence = words.gettext("{name} is no longer in the team.")
        waiting = words.ngettext(
            "{n} client has no manager any more.", "{n} clients have no manager any more.", n
        ).format(n=words.number(n))
        label = words.ngettext("Hand over {n} client", "Hand over {n} clients", n).format(n=words.number(n))
        post(
            records,
            now,
            person.slack_id,
            f"{sentence.format(name=member.name)} {waiting}",
            [
                blocks.section(f"*{sentence.format(name=escape(member.name))}*\n{waiting}"),
                blocks.actions(blocks.button(label, "user.hand_over", f"u{member.id}", primary=True), block_id="next"),
                blocks.context(words.gettext("Until then, what concerns them comes to the administrators.")),
            ],
            about=(About.LEAVER, member.id),
        )


def _known(records: Records, opaque: object) -> Collaborator:
    """That person, in the team or gone; NotFound."""
    person = records.people.get(named(opaque, "u", "person"))
    if person is None:
        raise NotFound("person")
    return person


def _put_out(
    records: Records, member: Collaborator, after: Collaborator, by: Collaborator | None, now: datetime
) -> None:
    records.people.keep(after)
    accesses = records.clients.withdraw_access(member.id)
    before = {**written(member), "clients": list(accesses)}
    note_team(records, now, Act.COLLABORATOR_LEFT, member.id, by, before, {"active": False})


def _hand_over(here: Surroundings, person: Collaborator, chosen: object) -> None:
    """All that the person manages goes to the one chosen. FormRefused beside `successor`."""
    records = here.records
    if not records.clients.managed().get(person.id):
        return
    if not chosen:
        raise FormRefused({"successor": Missing()})
    wanted = named(chosen, "u", "person")
    heir = next((one for one in _successors(here, person) if one.id == wanted), None)
    if heir is None:
        raise FormRefused({"successor": NotFound("person")})
    handed = records.clients.hand_over(person.id, heir.id)
    note_clients(records, here.now, handed, here.who, {"manager": person.id}, {"manager": heir.id})
    _tell(here, person, heir, len(handed))


def _tell(here: Surroundings, person: Collaborator, heir: Collaborator, n: int) -> None:
    """The new manager learns of it, and the messages that proposed it say that it is done."""
    if heir.id != here.who.id:
        words = words_for(heir.language)
        sentence = words.ngettext(
            "{name} hands over to you {n} client that {leaver} followed.",
            "{name} hands over to you {n} clients that {leaver} followed.",
            n,
        )
        names = {"name": escape(here.who.name), "leaver": escape(person.name), "n": words.number(n)}
        opening = blocks.button(words.gettext("My clients"), "client.list", "mine", primary=True)
        post(
            here.records,
            here.now,
            heir.slack_id,
            sentence.format(**names),
            [blocks.section(sentence.format(**names)), blocks.actions(opening, block_id="next")],
            about=(About.COLLABORATOR, heir.id),
        )
    words = here.words
    done = words.gettext("Clients of {leaver}: handed over to {heir} by {name}.").format(
        leaver=escape(person.name), heir=escape(heir.name), name=escape(here.who.name)
    )
    update_cards(here.records, here.now, (About.LEAVER, person.id), done, [blocks.section(done)])
