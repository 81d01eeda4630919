"""« Textes des courriers »: the firm's words, seen before they leave, and Guichet's again when it wishes."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from domain.contacts import Contact
from domain.mail_texts import TextKind, Variable
from handlers.chase.sweep import send_chases
from handlers.letters.wording import HOLES, firm_wording, own_text, own_wording
from handlers.words import words_for
from storage.tables import history
from tests.handlers.clients.test_new_client import to_summary
from tests.handlers.post_office import letter_text, letters
from tests.handlers.slack_person import Person
from tests.offices import SmallOffice

OWN = "Bonjour {prenom},\n\nDossier {dossier} : deux minutes suffisent.\n\n{lien}\n\nOu écrivez à {adresse_depot}."


def open_texts(person: Person, kind: TextKind = TextKind.INVITATION, language: str = "fr") -> None:
    person.command("/cabinet")
    person.press("settings.texts")
    person.pick_filter("which", kind)
    person.pick_filter("language", language)


def write(person: Person, kind: TextKind, subject: str, body: str, language: str = "fr") -> None:
    open_texts(person, kind, language)
    person.type(subject=subject, body=body)
    person.submit(times=2)


def changes(office: SmallOffice) -> list[tuple[str, str]]:
    with office.reading() as records:
        rows = records.rows(records.of(history, history.c.act == "firm.text_changed").order_by(history.c.id))
        return [(row["after"]["text"], row["after"]["subject"]) for row in rows]


def chased(office: SmallOffice) -> EmailMessage:
    """The last letter, once the first chase has left."""
    office.pass_time(timedelta(days=3, hours=1))
    send_chases(office)
    return letters(office)[-1]


@pytest.fixture
def claire(nadia: Person, office: SmallOffice) -> Contact:
    contact = office.meet(office.follow("Atelier Morel", by=nadia.who))
    office.invite(contact, next_at=office.now())
    return contact


def test_the_screen_has_the_name_that_the_settings_give_it(helene: Person) -> None:
    helene.command("/cabinet")
    assert "*Textes des courriers*" in helene.text
    helene.press("settings.texts")
    assert helene.view["title"]["text"] == "Textes des courriers"
    assert helene.value("subject") == "Votre espace client est prêt"
    assert "Variables : {prenom} {nom} {dossier} {cabinet} {responsable} {telephone}" in helene.text
    assert "{lien} est obligatoire." in helene.text
    assert "Aperçu avec un dossier fictif : Claire Morel, Atelier Morel" in helene.text
    assert "Je vous ouvre un espace client pour le dossier Atelier Morel." in helene.text
    helene.pick_filter("language", "en")
    assert helene.value("subject") == "Your client space is ready"
    helene.pick_filter("which", "chase2")
    assert helene.value("subject") == "May I help you open your space?"


def test_the_next_chase_says_what_the_firm_has_written(
    helene: Person, nadia: Person, claire: Contact, office: SmallOffice
) -> None:
    write(helene, TextKind.FIRST_CHASE, "{prenom}, votre espace attend", OWN)
    letter = chased(office)
    assert letter["Subject"] == "Claire, votre espace attend"
    text = letter_text(letter).replace("\r\n", "\n")
    assert text.startswith("Bonjour Claire,\n\nDossier Atelier Morel : deux minutes suffisent.\n\nOuvrir mon espace")
    assert "/i/" in text
    assert "Ne plus recevoir de relance" in text
    assert "Ce n’est pas pour moi" in text
    assert "Nadia Benali" in text
    assert "Vous recevez ce message parce que" in text
    assert text.index("Ou écrivez à") < text.index("Nadia Benali")
    html = letter.get_body(("html",))
    assert html is not None
    assert "Ou écrivez à" in html.get_content()
    assert changes(office) == [("chase1", "{prenom}, votre espace attend")]


def test_what_waits_in_the_outbox_keeps_its_words(helene: Person, office: SmallOffice) -> None:
    to_summary(helene)
    helene.submit()
    [before] = letters(office)
    write(helene, TextKind.INVITATION, "Autre objet", OWN)
    [after] = letters(office)
    assert bytes(after) == bytes(before)
    assert after["Subject"] == "Votre espace client est prêt"


def test_another_language_keeps_guichet_s_words(
    helene: Person, nadia: Person, claire: Contact, office: SmallOffice
) -> None:
    write(helene, TextKind.FIRST_CHASE, "Your space, {prenom}", "Hello,\n\n{lien}", language="en")
    assert chased(office)["Subject"] == "Votre espace client vous attend"


def test_a_change_of_the_text_asks_for_no_other_reading(helene: Person, office: SmallOffice) -> None:
    read_at = office.firm.invitation_read_at
    write(helene, TextKind.INVITATION, "Bienvenue", OWN)
    assert office.firm.invitation_read_at == read_at
    helene.press("settings.texts")
    assert not helene.shows("review")


def test_before_the_first_reading_the_way_to_it_is_shown(helene: Person, office: SmallOffice) -> None:
    office.change_firm(invitation_read_at=None)
    helene.command("/cabinet")
    helene.press("settings.texts")
    helene.press("setup.texts")
    assert "J’ai relu ce texte, il peut partir" in helene.text
    helene.press("settings.texts")
    assert helene.view["title"]["text"] == "Textes des courriers"


def test_the_invitation_that_is_read_is_the_firm_s(helene: Person, office: SmallOffice) -> None:
    write(helene, TextKind.INVITATION, "Bienvenue, {prenom}", OWN)
    helene.press("settings.texts")
    helene.stack.clear()
    office.change_firm(invitation_read_at=None)
    helene.open_home()
    helene.press("setup.texts")
    assert "Bienvenue, Claire" in helene.text
    assert "Dossier Atelier Morel : deux minutes suffisent." in helene.text


@pytest.mark.abuse("R6")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Bonjour,\n{prénom}\n{lien}", "Ligne 2 : {prénom} est inconnu. Écrivez {prenom}."),
        ("{x.__class__}\n{lien}", "Ligne 1 : {x.__class__} est inconnu. Seules les variables indiquées"),
        ("{{7*7}}\n{lien}", "Ligne 1 : {{7*7}} est inconnu."),
        ("100 %n\n{lien}", "Ligne 1 : %n ne veut rien dire ici."),
        ("Bonjour", "Il manque {lien} : sans lui, le destinataire n’a rien à ouvrir."),
        ("x" * 1_000_000, "1 000 000 caractères : 3 000 au plus."),
    ],
)
def test_a_text_is_refused_where_it_is_wrong(helene: Person, office: SmallOffice, body: str, said: str) -> None:
    open_texts(helene, TextKind.FIRST_CHASE)
    helene.type(body=body)
    helene.press("preview")
    helene.submit()
    assert helene.errors["body"].startswith(said)
    assert changes(office) == []


def test_the_preview_and_the_test_show_what_is_typed_and_keep_nothing(helene: Person, office: SmallOffice) -> None:
    open_texts(helene, TextKind.LAST_CHASE)
    helene.type(subject="Dernière, {prenom}", body=OWN)
    helene.press("preview")
    assert "Dernière, Claire" in helene.text
    assert "[ Ouvrir mon espace ]" in helene.text
    assert helene.value("body") == OWN
    helene.press("send_test", times=2)
    [test] = letters(office)
    assert test["Subject"] == "Essai\u00a0: Dernière, Claire"
    assert test["To"].addresses[0].addr_spec == "helene@valmont.example"
    assert "/essai" in letter_text(test)
    assert changes(office) == []
    helene.type(body="{lien} {x}")
    helene.press("preview")
    assert "Ligne 1 : {x} est inconnu." in helene.text


def test_what_was_typed_in_another_text_is_said_to_be_lost(helene: Person) -> None:
    open_texts(helene, TextKind.FIRST_CHASE)
    helene.type(subject="Autre")
    helene.pick_filter("which", "last")
    assert "Ce qui était tapé dans l’autre texte n’a pas été enregistré." in helene.text


def test_the_original_comes_back_and_its_later_changes_with_it(helene: Person, office: SmallOffice) -> None:
    write(helene, TextKind.FIRST_CHASE, "Autre", OWN)
    open_texts(helene, TextKind.FIRST_CHASE)
    assert helene.value("subject") == "Autre"
    helene.press("reset")
    assert helene.value("subject") == "Votre espace client vous attend"
    helene.submit()
    with office.reading() as records:
        assert records.mail_texts.get(TextKind.FIRST_CHASE, "fr") is None
    assert [subject for _, subject in changes(office)] == ["Autre", "Votre espace client vous attend"]
    open_texts(helene, TextKind.FIRST_CHASE)
    helene.submit()
    assert len(changes(office)) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", list(TextKind))
def test_guichet_s_own_words_are_a_text_like_another(
    helene: Person, office: SmallOffice, kind: TextKind, language: str
) -> None:
    open_texts(helene, kind, language)
    helene.press("preview")
    helene.submit()
    assert changes(office) == []
    own = own_wording(kind, words_for(language), {**HOLES, Variable.DOCUMENTS: "X"})
    text = own_text(kind, words_for(language), has_phone=True)
    said = firm_wording(text, {**HOLES, Variable.DOCUMENTS: "X"})
    spoken = [own.greeting, *own.paragraphs, *own.bullets, own.aside_lead, *own.aside]
    told = "\n".join([*said.paragraphs, *said.closing])
    assert said.subject == own.subject
    assert [words for words in spoken if words not in told] == []


def test_a_request_names_its_documents_in_a_sentence_or_one_a_line(helene: Person) -> None:
    text = own_text(TextKind.REQUEST, words_for("fr"), has_phone=True)
    values = {**HOLES, Variable.DOCUMENTS: "Relevé bancaire\nBulletins de paie"}
    assert "• Relevé bancaire\n• Bulletins de paie" in firm_wording(text, values).paragraphs
    write(helene, TextKind.REQUEST, "Vos pièces", "Il nous faut : {pieces}, avant le {date_limite}.")
    helene.press("settings.texts")
    helene.pick_filter("which", TextKind.REQUEST)
    assert "Il nous faut : Relevé bancaire, Bulletins de paie, avant le" in helene.text


@pytest.mark.abuse("S4")
def test_a_text_that_was_never_offered_is_not_found(helene: Person, office: SmallOffice) -> None:
    open_texts(helene)
    helene.pick_filter("which", "code", forged=True)
    assert "n’existe plus" in helene.text


@pytest.mark.abuse("S5")
def test_an_administrator_lowered_meanwhile_changes_no_text(helene: Person, office: SmallOffice) -> None:
    open_texts(helene)
    helene.type(subject="Autre")
    office.lower(helene.who)
    helene.submit()
    assert "Les réglages du cabinet sont réservés aux administrateurs" in str(helene.errors)
    assert changes(office) == []


def test_the_settings_name_who_read_the_texts(helene: Person, office: SmallOffice) -> None:
    office.change_firm(invitation_read_at=None)
    helene.open_home()
    helene.press("setup.texts")
    helene.tick("read", "yes")
    helene.submit(times=2)
    helene.command("/cabinet")
    assert "Relus le 7 septembre par Hélène Valmont" in helene.text
