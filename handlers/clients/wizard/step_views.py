"""The frame of the wizard's steps, and the step that a draft is at."""

from handlers import blocks
from handlers.blocks import Block, View
from handlers.clients.scene import Scene, Surroundings
from handlers.clients.wizard.drafting import ASSIGNMENT, CONTACT, FIRST, SUMMARY

CALLBACKS = {
    FIRST: "new_client.company",
    ASSIGNMENT: "new_client.assignment",
    CONTACT: "new_client.contact",
    SUMMARY: "new_client.summary",
}
STEPS = {callback: step for step, callback in CALLBACKS.items()}


def step_name(scene: Surroundings, step: int) -> str:
    """`Étape 1 sur 4 · Entreprise`: in a firm of one there are three."""
    words = scene.words
    names = {
        FIRST: words.gettext("Company"),
        ASSIGNMENT: words.gettext("Assignment"),
        CONTACT: words.gettext("Contact and invitation"),
        SUMMARY: words.gettext("Summary"),
    }
    steps = [number for number in CALLBACKS if number != ASSIGNMENT or not scene.is_firm_of_one]
    place = steps.index(step) + 1 if step in steps else 1
    return words.gettext("Step {n} of {total} · {name}").format(n=place, total=len(steps), name=names[step])


def step_modal(scene: Scene, step: int, body: list[Block], submit: str) -> View:
    words = scene.words
    return blocks.modal(
        CALLBACKS[step],
        words.gettext("New client"),
        [blocks.context(step_name(scene, step), block_id="step"), *body],
        close=words.gettext("Close"),
        submit=submit,
        metadata={"draft": scene.draft.uid, "step": step},
        notify_on_close=True,
    )


def navigation(scene: Scene, *before: blocks.Element) -> Block:
    """The last row: what the step offers besides, then « Retour »."""
    return blocks.actions(*before, blocks.button(scene.words.gettext("Back"), "back"), block_id="nav")
