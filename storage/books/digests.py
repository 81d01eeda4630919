"""When each person's digest is due, and what is new for them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select, update

from domain.digest import Digest, News
from domain.people import Collaborator
from storage.books.book import Book
from storage.rows import value_of
from storage.sight import in_sight_of
from storage.tables import clients, contacts, digests, documents, invitations

# Due at once: the sweep finds the first morning of a new member.
FROM_THE_START = datetime(1970, 1, 1, tzinfo=UTC)
NAMED = 5


class Digests(Book):
    def due(self, now: datetime, at_most: int) -> Sequence[Digest]:
        query = self.of(digests, digests.c.next_at <= now).order_by(digests.c.next_at).limit(at_most)
        rows = self.rows(query.with_for_update(skip_locked=True) if self.writes else query)
        return [value_of(Digest, row) for row in rows]

    def of_person(self, collaborator_id: int) -> Digest | None:
        row = self.one(digests, collaborator_id=collaborator_id)
        return value_of(Digest, row) if row else None

    def keep(self, digest: Digest) -> None:
        theirs = self.mine(digests) & (digests.c.collaborator_id == digest.collaborator_id)
        values = {"next_at": digest.next_at, "sent_at": digest.sent_at}
        self.connection.execute(update(digests).where(theirs).values(values))

    def news(self, who: Collaborator, since: datetime) -> News:
        seen = select(clients.c.id).where(self.mine(clients), in_sight_of(who))
        row = invitations.c
        accepted = (
            select(contacts.c.first_name, contacts.c.last_name)
            .join(invitations, (row.firm_id == contacts.c.firm_id) & (row.contact_id == contacts.c.id))
            .where(self.mine(contacts), row.accepted_at >= since, row.client_id.in_(seen))
            .order_by(row.accepted_at)
            .limit(NAMED)
        )
        opened = tuple(f"{found.first_name} {found.last_name}".strip() for found in self.connection.execute(accepted))
        filed = documents.c
        counts = select(func.count(), func.count(filed.client_id.distinct())).where(
            self.mine(documents), filed.received_at >= since, filed.filed, ~filed.decoration, filed.client_id.in_(seen)
        )
        received, of_clients = self.connection.execute(counts).one()
        return News(opened, received, of_clients)
