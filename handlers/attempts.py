"""What a payload names by its id; asked for in vain, it leaves a line of history where it exists.

The one place where that is done: whatever a door refuses comes here, once it has been answered.
"""

import re
from collections.abc import Iterator

from domain.attempts import Named, Thing
from domain.office import Office
from domain.people import Collaborator
from domain.refusals import FormRefused, NotFound, Refusal, RoleTooLow
from handlers.desk import Payload, first_refusal, metadata

LETTERS = {
    "c": Thing.CLIENT,
    "ct": Thing.CONTACT,
    "i": Thing.INVITATION,
    "m": Thing.MESSAGE,
    "d": Thing.DOCUMENT,
    "n": Thing.NOTE,
    "rq": Thing.REQUEST,
    "e": Thing.ENVELOPE,
    "x": Thing.EXPORT,
    "p": Thing.PORTFOLIO,
    "im": Thing.IMPORT,
}
OPAQUE = re.compile(r"([a-z]{1,2})([0-9]{1,18})", re.ASCII)
UID = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
AT_MOST = 20


def refused(office: Office, who: Collaborator, body: Payload, refusal: Refusal) -> None:
    """Once for each click or submission: a line, where what is named there exists and is not for this person."""
    named = list(dict.fromkeys(_named(body)))[:AT_MOST]
    if not named or not _asked_in_vain(refusal):
        return
    now = office.now()
    with office.records() as records:
        if first_refusal(records, body, now):
            records.attempts.note(who, named, now)


def _asked_in_vain(refusal: Refusal) -> bool:
    if isinstance(refusal, FormRefused):
        return any(map(_asked_in_vain, refusal.errors.values()))
    return isinstance(refusal, NotFound | RoleTooLow)


def _named(body: Payload) -> Iterator[Named]:
    for text in _texts(body):
        for part in text.split(":"):
            opaque = OPAQUE.fullmatch(part)
            if opaque is None:
                if UID.fullmatch(part):
                    yield Named(Thing.DRAFT, part)
            elif opaque[1] in LETTERS:
                yield Named(LETTERS[opaque[1]], int(opaque[2]))


def _texts(body: Payload) -> Iterator[str]:
    """The values that we gave and that came back: buttons, options, blocks, and what the view carries."""
    view = body.get("view") or {}
    for action in body.get("actions") or ():
        yield from (str(action[key]) for key in ("value", "block_id") if action.get(key))
        yield from _chosen(action)
    try:
        carried = metadata(view)
    except NotFound:
        carried = {}
    yield from (value for value in carried.values() if isinstance(value, str))
    for elements in ((view.get("state") or {}).get("values") or {}).values():
        for element in elements.values():
            yield from _chosen(element)


def _chosen(element: Payload) -> Iterator[str]:
    one = element.get("selected_option")
    for option in [*([one] if one else []), *(element.get("selected_options") or ())]:
        yield str(option.get("value"))
