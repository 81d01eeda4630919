"""« Arrêter ce résumé », in the message itself; `/cabinet digest` brings it back."""

from slack_bolt import Ack, Respond

from domain.acts import Act
from domain.history import HistoryLine
from domain.office import Office
from domain.people import Collaborator
from handlers.desk import Desk, Payload, first_time
from handlers.words import Words

desk = Desk()


@desk.action("digest.stop")
def stop_digest(ack: Ack, body: Payload, respond: Respond, office: Office, who: Collaborator, words: Words) -> None:
    """The one who presses receives no more, and nobody else is concerned."""
    now = office.now()
    with office.records() as records:
        if first_time(records, body, now) and who.digest:
            records.people.want_digest(who.id, False)
            records.note(
                HistoryLine.by_person(
                    who,
                    Act.COLLABORATOR_DIGEST,
                    now,
                    subject_id=who.id,
                    before={"digest": True},
                    after={"digest": False},
                )
            )
    ack()
    said = words.gettext("Noted: no more morning digest. `/cabinet digest` brings it back.")
    respond(said, response_type="ephemeral", replace_original=False)
