"""The last resort of every Slack door: what a rule refused, and what we broke, told to that person alone."""

import logging
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack_client import NO_ANSWER
from domain.refusals import Refusal
from handlers import attempts, blocks
from handlers.desk import DEEPEST, closed_as, depth, redraw, show
from handlers.explain import errors_in, explain, our_fault
from handlers.team.asking import offers
from handlers.words import Words, words_for

log = logging.getLogger(__name__)

# Without letters and figures that are taken for one another on the telephone.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFUSED = "refused."  # how the blocks of a refusal at the head of a window are named
DRAWN = ("type", "callback_id", "title", "submit", "close", "private_metadata", "notify_on_close")
_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}


def told_privately(error: Exception, body: Mapping[str, Any], context: BoltContext) -> BoltResponse:
    """Bolt's error handler: the answer to Slack, a sentence in it where Slack lets one through."""
    if isinstance(error, BoltUnhandledRequestError):
        log.warning("nobody answers that door", extra={"door": _door(body)})
        return _nothing()
    words = context.setdefault("words", words_for(None))
    answer = _answer(error, words, body, context)
    if isinstance(error, Refusal) and "who" in context:
        try:
            attempts.refused(context["office"], context["who"], body, error)
        # The person has their answer all the same.
        except Exception as failure:
            log.error("attempt not noted", exc_info=failure, extra={"door": _door(body)})
    return answer


def _sentence(error: Exception, words: Words, body: Mapping[str, Any], context: BoltContext) -> str:
    if isinstance(error, Refusal):
        return explain(error, words, today=_today(context))
    if isinstance(error, SlackApiError) and error.response.get("error") in _TOO_LATE:
        log.info("trigger came too late", extra={"door": _door(body)})
        return words.gettext("Slack did not open the window in time. Nothing is lost.")
    reference = "".join(secrets.choice(_ALPHABET) for _ in range(4))
    firm = getattr(context.get("office"), "firm_id", None)
    log.error("listener failed", exc_info=error, extra={"reference": reference, "door": _door(body), "firm": firm})
    return our_fault(reference, words)


def _answer(error: Exception, words: Words, body: Mapping[str, Any], context: BoltContext) -> BoltResponse:
    """Where the sentence goes depends on what the person did."""
    if isinstance(error, Refusal) and body.get("type") == "view_submission":
        return _in_form(body["view"], errors_in(body["view"], error, words, _today(context)), words)
    sentence = _sentence(error, words, body, context)
    said = [blocks.section(sentence), *(offers(error, words) if isinstance(error, Refusal) else [])]
    match body:
        case {"command": str()}:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence, "blocks": said})
        case {"type": "view_submission", "view": view}:
            return _in_form(view, {_first_input(view): sentence}, words)
        case {"type": "block_suggestion"}:
            return BoltResponse(status=200, body={"options": []})
        case {"type": "block_actions" | "message_action", "response_url": str()}:
            _try(context, lambda: _respond(body["response_url"], sentence, said))
        case {"type": "block_actions", "view": {"type": "modal"}}:
            _try(context, lambda: _in_window(context, body, said, words))
        case {"type": "block_actions" | "shortcut" | "message_action", "trigger_id": trigger_id}:
            _try(context, lambda: context.client.views_open(trigger_id=trigger_id, view=_note(said, words)))
        case {"event": {"type": "app_home_opened", "user": user_id}}:
            _try(context, lambda: context.client.views_publish(user_id=user_id, view=blocks.home(said)))
    return _nothing()


def _today(context: BoltContext) -> date | None:
    """The day on which the year of a date need not be said; unknown for those who are in no office."""
    return context["office"].now().date() if "office" in context else None


def _in_form(view: Mapping[str, Any], errors: dict[str, str], words: Words) -> BoltResponse:
    """Beside a field, so that nothing typed is lost; a form without any becomes the sentence."""
    answer: dict[str, Any] = {"response_action": "errors", "errors": errors}
    if "" in errors:
        pushed = view.get("previous_view_id") is not None
        answer = {"response_action": "update", "view": _note([blocks.section(errors[""])], words, pushed=pushed)}
    return BoltResponse(status=200, body=answer)


def _in_window(context: BoltContext, body: Mapping[str, Any], said: list[blocks.Block], words: Words) -> None:
    """On top of the window, or at its head where Slack stacks no other: what is typed in it stays."""
    if depth(body) < DEEPEST:
        show(context, body, _note(said, words))
        return
    view = body["view"]
    told = [{**block, "block_id": f"{REFUSED}{n}"} for n, block in enumerate(said)]
    beneath = [block for block in view["blocks"] if not str(block.get("block_id", "")).startswith(REFUSED)]
    drawn = {key: view[key] for key in DRAWN if view.get(key)}
    redraw(context, body, {**drawn, "blocks": [*told, *beneath]})


def _first_input(view: Mapping[str, Any]) -> str:
    return next((str(block["block_id"]) for block in view.get("blocks") or () if block.get("type") == "input"), "")


def _note(said: list[blocks.Block], words: Words, *, pushed: bool = False) -> blocks.View:
    note = blocks.modal("note", "Guichet", said, close=words.gettext("Close"))
    return closed_as(note, words, pushed=pushed)


def _respond(url: str, sentence: str, said: list[blocks.Block]) -> None:
    WebhookClient(url, timeout=2, retry_handlers=[]).send(
        text=sentence, blocks=said, response_type="ephemeral", replace_original=False
    )


def _try(context: BoltContext, say: Any) -> None:
    """Say it if Slack takes it: this is already the last resort."""
    try:
        say()
    except NO_ANSWER as error:
        log.warning("sentence not delivered", exc_info=error, extra={"team": context.team_id})


def _door(body: Mapping[str, Any]) -> str:
    """The name of what was pressed or sent, from our own vocabulary; never what a person typed."""
    match body:
        case {"command": str(name)}:
            return name
        case {"type": "block_actions", "actions": [{"action_id": str(name)}, *_]}:
            return f"action {name}"
        case {"type": "block_suggestion", "action_id": str(name)}:
            return f"options {name}"
        case {"type": str(kind), "view": {"callback_id": str(name)}}:
            return f"{kind} {name}"
        case {"type": str(kind), "callback_id": str(name)}:
            return f"{kind} {name}"
        case {"event": {"type": str(name)}}:
            return f"event {name}"
    return "unknown"


def _nothing() -> BoltResponse:
    return BoltResponse(status=200, body="")
