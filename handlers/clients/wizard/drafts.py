"""A wizard closed half-way: the draft is kept, offered again, resumed or thrown away."""

from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from domain.about import About
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import NotFound
from handlers import blocks
from handlers.blocks import Block, escape
from handlers.clients.card import client_card
from handlers.clients.facts import facts_of
from handlers.clients.scene import Scene
from handlers.clients.wizard.company_view import company_view
from handlers.clients.wizard.desk import resume
from handlers.clients.wizard.drafting import draft_of, form_of, own_draft
from handlers.clients.wizard.step_views import CALLBACKS, step_name
from handlers.desk import Desk, Payload, is_modal, metadata, redraw, show
from handlers.post import post, update_cards
from handlers.words import Words, words_for

desk = Desk()


@desk.view_closed(CALLBACKS[1])
@desk.view_closed(CALLBACKS[2])
@desk.view_closed(CALLBACKS[3])
@desk.view_closed(CALLBACKS[4])
def keep_draft(ack: Ack, view: dict[str, Any], office: Office, who: Collaborator, words: Words) -> None:
    """The wizard was closed: silence when nothing was chosen, else the draft is told of."""
    now = office.now()
    with office.records() as records:
        draft = own_draft(records, metadata(view).get("draft"), who, now)
        if draft.client_id is None:
            if draft.name:
                text, body = _kept(Scene(records, who, words, now, draft))
                post(records, now, who.slack_id, text, body, about=(About.DRAFT, draft.number))
            else:
                records.drafts.drop(draft.uid)
    ack()


def _kept(scene: Scene) -> tuple[str, list[Block]]:
    words, draft = scene.words, scene.draft
    name, where = escape(draft.name), step_name(scene, draft.step)
    kept = words.gettext("Draft kept: {client}")
    drop = blocks.confirmation(
        words.gettext("Delete this draft?"),
        words.gettext("What you typed for {client} will be lost.").format(client=draft.name),
        words.gettext("Delete"),
        words.gettext("Keep"),
        danger=True,
    )
    body = [
        blocks.section(f"*{kept.format(client=name)}*\n{where}"),
        blocks.actions(
            blocks.button(words.gettext("Resume"), "draft.resume", draft.uid, primary=True),
            blocks.button(words.gettext("Delete the draft"), "draft.drop", draft.uid, confirm=drop),
            block_id="draft",
        ),
        blocks.context(words.gettext("Nobody else sees it. Kept 30 days.")),
    ]
    return f"{kept.format(client=name)}, {where}.", body


@desk.action("draft.resume")
def resume_draft(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Reprendre »: the step at which the draft was left, or the client that it became."""
    in_wizard = is_modal(body) and body["view"].get("callback_id") in CALLBACKS.values()
    uid, now = body["actions"][0].get("value"), office.now()
    with office.records() as records:
        made = own_draft(records, uid, who, now).client_id
        if made is not None:
            view = client_card(facts_of(records, records.clients.visible_to(who, made), words, now), who)
        else:
            _, view = resume(records, office, who, words, uid)
        if in_wizard:
            begun = records.drafts.get(str(metadata(body["view"]).get("draft") or ""), who)
            if begun is not None and not begun.name:
                records.drafts.drop(begun.uid)  # it gave way to the one resumed, with nothing chosen
    ack()
    if in_wizard:
        redraw(context, body, view)
    else:
        show(context, body, view)


@desk.action("draft.drop")
def drop_draft(ack: Ack, body: Payload, respond: Respond, office: Office, who: Collaborator, words: Words) -> None:
    """« Supprimer le brouillon »."""
    now = office.now()
    with office.records() as records:
        draft = own_draft(records, body["actions"][0].get("value"), who, now)
        records.drafts.drop(draft.uid)
        sentence = words.gettext("Draft deleted.")
        update_cards(records, now, (About.DRAFT, draft.number), sentence, [blocks.context(sentence)])
    ack()
    if body.get("response_url"):
        respond(text=sentence, blocks=[blocks.context(sentence)], replace_original=True)


@desk.action("ask_admin")
def ask_administrators(
    ack: Ack, body: Payload, context: BoltContext, office: Office, who: Collaborator, words: Words
) -> None:
    """« Demander à un administrateur »: they learn which company, the person who asks learns nothing."""
    act, _, uid = str(body["actions"][0].get("value") or "").partition(":")
    now = office.now()
    with office.records() as records:
        draft = draft_of(records, uid, who, now)
        if act != "followed":
            raise NotFound("choice")
        scene = Scene(records, who, words, now, draft)
        if records.first_time(f"asked:{draft.uid}", now):
            _tell_administrators(scene)
        view = company_view(scene, form_of(draft))
        asked = blocks.context(words.gettext("Asked: an administrator will answer you."), block_id="asked")
        view["blocks"] = [asked if block.get("block_id") == "ask" else block for block in view["blocks"]]
    ack()
    redraw(context, body, view)


def _tell_administrators(scene: Scene) -> None:
    form, records = form_of(scene.draft), scene.records
    siren = form.company.siren if form.company else None
    followed = records.clients.of_siren(siren) if siren else ()
    for person in records.people.administrators() if followed else ():
        words = words_for(person.language)
        sentence = words.gettext("{name} asks to see the client {client}, which they wanted to create.")
        text = sentence.format(name=escape(scene.who.name), client=escape(followed[0].name))
        opening = blocks.button(words.gettext("Open the client"), "client.open", f"c{followed[0].id}", primary=True)
        assign = blocks.button(words.gettext("Assign"), "client.assign", f"c{followed[0].id}")
        body = [blocks.section(text), blocks.actions(opening, assign, block_id="next")]
        post(records, scene.now, person.slack_id, text, body, about=(About.CLIENT, followed[0].id))
