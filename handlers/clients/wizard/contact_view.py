"""Step 3 of the wizard: the people at the client, one at a time, and how the first of them are invited."""

from domain.addresses import read_email
from domain.opening import calendar_for
from domain.refusals import Refusal
from domain.registry import RegistryDirector
from domain.wizard import ClientForm, Person, Sending
from domain.wizard_steps import PERSON_LENGTH, AddressUse
from handlers import blocks
from handlers.blocks import Block, View, escape
from handlers.clients.contacts.form import used_by
from handlers.clients.labels import role_label
from handlers.clients.scene import Scene
from handlers.clients.wizard.drafting import CONTACT
from handlers.clients.wizard.step_views import navigation, step_modal
from handlers.words import capitalised

PHONE_LENGTH = 25
OTHER = "other"
PEOPLE_AT_MOST = 10


def contact_view(scene: Scene, form: ClientForm) -> View:
    words = scene.words
    body = [blocks.context(_client_line(scene, form)), *_listed(scene, form), *_fields(scene, form)]
    add = []
    if len(form.people) < PEOPLE_AT_MOST:
        add.append(blocks.button(words.gettext("Add a director"), "add_director"))
    person = form.person
    if len(form.people) < 2 and person.is_untouched and not (person.by_email or person.from_registry):
        body.append(
            blocks.context(
                words.gettext("Without a contact, the client file is created and its deposit address already works.")
            )
        )
    return step_modal(scene, CONTACT, [*body, navigation(scene, *add)], words.gettext("Continue"))


def directors(form: ClientForm) -> tuple[RegistryDirector, ...]:
    """Those of the registry that are not among the contacts yet, the one being typed left in."""
    taken = {(p.first_name, p.last_name) for i, p in enumerate(form.people) if i != form.at}
    known = form.registry.directors if form.registry else ()
    return tuple(d for d in known if (d.first_name, d.last_name) not in taken)


def person_line(person: Person, scene: Scene) -> str:
    """`Claire Morel, direction · claire@… · 06 39…`."""
    words = scene.words
    phone = words.phone(person.phone) if person.phone.startswith("+") else person.phone
    reach = [escape(part) for part in (person.email, phone) if part]
    return " · ".join([f"{escape(person.name)}, {role_label(person.role, words)}", *reach])


def _client_line(scene: Scene, form: ClientForm) -> str:
    words = scene.words
    name = f"*{escape(form.name)}*"
    manager = next((person for person in scene.people if person.id == form.manager_id), None)
    if manager is None:
        return words.gettext("{client} · no manager").format(client=name)
    return words.gettext("{client} · manager: {manager}").format(client=name, manager=escape(manager.name))


def _listed(scene: Scene, form: ClientForm) -> list[Block]:
    words = scene.words
    lines: list[Block] = []
    for place, person in enumerate(form.people):
        if place == form.at:
            continue
        facts = [person_line(person, scene)]
        if person.is_default:
            facts.append(words.gettext("default contact"))
        if person.receives_invoices:
            facts.append(words.gettext("receives invoices"))
        acts = [
            (words.gettext("Edit"), "edit"),
            (words.gettext("Default contact"), "default"),
            (words.gettext("Receives invoices"), "billing"),
            (words.gettext("Remove"), "remove"),
        ]
        more = blocks.overflow("person_more", [blocks.option(label, f"{act}:{place}") for label, act in acts])
        lines.append(blocks.section(" · ".join(facts), accessory=more, block_id=f"person.{place}"))
    if lines:
        lines.append(blocks.context(words.gettext("The first one is the default contact and receives the invoices.")))
    return lines


def _fields(scene: Scene, form: ClientForm) -> list[Block]:
    words, person, at = scene.words, form.person, person_mark(form)
    others = len(form.people) - (form.at < len(form.people))
    fields = _who(scene, form)
    fields.append(
        blocks.input_(
            f"email.{at}",
            words.gettext("E-mail"),
            blocks.email_input(placeholder=words.gettext("firstname.name@company.com"), initial=person.email),
            hint=words.gettext("The invitation goes to this address.") if person.by_email else None,
            optional=not person.by_email or others > 0,
        )
    )
    fields += _shared(scene, form)
    fields.append(
        blocks.input_(
            f"phone.{at}",
            words.gettext("Mobile phone"),
            blocks.text_input(max_length=PHONE_LENGTH, placeholder="06 39 98 21 07", initial=person.phone),
            hint=words.gettext("To call if there is no answer."),
            optional=True,
        )
    )
    by_email = blocks.option(words.gettext("By e-mail"), "email")
    fields.append(
        blocks.input_(
            f"ways.{at}",
            words.gettext("Invite"),
            blocks.checkboxes("value", [by_email], initial=["email"] if person.by_email else []),
            optional=True,
            dispatch=True,
        )
    )
    if person.by_email or form.invited:
        fields.append(_when(scene, form))
    return fields


def person_mark(form: ClientForm) -> str:
    """What makes the fields new ones for each person: Slack keeps what was typed in a block of the same name."""
    return f"{form.drawn}-{form.at}"


def _who(scene: Scene, form: ClientForm) -> list[Block]:
    words, person, at = scene.words, form.person, person_mark(form)
    known = directors(form)
    fields: list[Block] = []
    if known:
        options = []
        for place, director in enumerate(known, 1):
            name = f"{director.first_name} {director.last_name}".strip()
            quality = words.gettext("{quality}, from the registry").format(
                quality=director.quality or words.gettext("director")
            )
            options.append(blocks.option(name, f"dr{place}", quality))
        options.append(blocks.option(words.gettext("Someone else"), OTHER))
        chosen = next(
            (
                f"dr{place}"
                for place, d in enumerate(known, 1)
                if person.from_registry and (d.first_name, d.last_name) == (person.first_name, person.last_name)
            ),
            OTHER,
        )
        fields.append(
            blocks.input_(
                f"director.{at}",
                words.gettext("Director to invite"),
                blocks.select("value", options, initial=chosen),
                dispatch=True,
            )
        )
        if chosen != OTHER:
            return fields
    for name, label, typed in (
        ("first_name", words.gettext("First name"), person.first_name),
        ("last_name", words.gettext("Last name"), person.last_name),
    ):
        element = blocks.text_input(max_length=PERSON_LENGTH, initial=typed)
        fields.append(blocks.input_(f"{name}.{at}", label, element, optional=True))
    return fields


def _shared(scene: Scene, form: ClientForm) -> list[Block]:
    """The address is already that of somebody: say whose, if this person may know, and offer the tick."""
    words, person = scene.words, form.person
    try:
        email = read_email(person.email)
    except Refusal:
        return []
    use = scene.uses(form).get(email, AddressUse())
    fact = used_by(scene.records, scene.who, use, words)
    if not fact:
        return []
    advice = words.gettext("Tick the box below, or correct the address.")
    box = blocks.option(
        words.gettext("Create another client file under this address"),
        "share",
        words.gettext("One sign-in, several files in the same space."),
    )
    ticked = ["share"] if person.shares else []
    return [
        blocks.alert(f"{fact} {advice}", "warning"),
        blocks.actions(blocks.checkboxes("value", [box], initial=ticked), block_id=f"shared.{person_mark(form)}"),
    ]


def _when(scene: Scene, form: ClientForm) -> Block:
    words, firm = scene.words, scene.records.firm
    calendar = calendar_for(form, firm)
    options = []
    if calendar.proposed_sending(scene.now) is not None or form.sending is Sending.MORNING:
        morning = calendar.next_working_morning(scene.now)
        label = words.gettext("{weekday} at {hour}").format(
            weekday=words.weekday(morning.astimezone(firm.zone).date()), hour=words.hour(morning, firm.zone)
        )
        options.append(blocks.option(capitalised(label), Sending.MORNING.value))
    options.append(blocks.option(words.gettext("Now"), Sending.NOW.value))
    options.append(
        blocks.option(
            words.gettext("Later"),
            Sending.LATER.value,
            words.gettext("The client waits in “To invite”. Nothing leaves."),
        )
    )
    initial = (form.sending or Sending.NOW).value
    return blocks.input_(
        "when", words.gettext("Sending"), blocks.radio_buttons("value", options, initial=initial), dispatch=True
    )
