"""The words of letters by which a firm's clients are found.

They are written with the client, and taken away later, when no client has them any more: until then they find nothing.
"""

from collections.abc import Collection
from functools import cache

from sqlalchemy import Connection, Insert, delete, func, select

from domain.search_ranking import may_be_meant
from storage.books.book import Book, insert_into, pieces, the_firms
from storage.tables import clients, search_words

# Tells these locks from any other advisory lock of the database.
VOCABULARIES = 20251
LEARNT = "words learnt"
# In one piece: thousands of rows would take longer to hand over than to find.
ALL_WORDS = select(func.aggregate_strings(search_words.c.word, " ")).where(the_firms(search_words))
ALL_TEXTS = select(clients.c.search).where(the_firms(clients))


def known_words(book: Book) -> Collection[str]:
    words: str | None = book.connection.execute(ALL_WORDS, {"firm": book.firm_id}).scalar()
    return (words or "").split()


def learn_words(book: Book, words: Collection[str]) -> None:
    """Have those words known to the firm; the ones that cannot be what was meant by a slip are left out.

    They are written at the end of the transaction, by `write_words`.
    """
    learnt: set[tuple[int, str]] = book.connection.info.setdefault(LEARNT, set())
    learnt.update((book.firm_id, word) for word in words if may_be_meant(word))


def write_words(connection: Connection) -> None:
    """Write the words that the transaction learnt, its last act.

    All at once and in one order: two that write the same words, learnt otherwise, would wait for each other.
    """
    learnt: set[tuple[int, str]] = connection.info.pop(LEARNT, set())
    rows = [{"firm_id": firm_id, "word": word} for firm_id, word in sorted(learnt)]
    if not rows:
        return
    dialect = connection.dialect.name
    if dialect == "postgresql":
        for firm_id in sorted({firm_id for firm_id, _ in learnt}):
            connection.execute(select(func.pg_advisory_xact_lock_shared(VOCABULARIES, firm_id)))
    connection.execute(_new_words(dialect), rows)


def renew_words(book: Book) -> None:
    """Have the firm know the words of its clients and no other; put off while somebody is writing one."""
    if book.dialect == "postgresql":
        # A word written by somebody else, in a client that we cannot see yet, would be taken for a word of nobody.
        alone = select(func.pg_try_advisory_xact_lock(VOCABULARIES, book.firm_id))
        if not book.connection.execute(alone).scalar():
            return
    texts = book.connection.execute(ALL_TEXTS, {"firm": book.firm_id}).scalars()
    used = {word for text in texts for word in text.split() if may_be_meant(word)}
    known = set(known_words(book))
    learn_words(book, used - known)
    for piece in pieces(known - used):
        unused = search_words.c.word.in_(piece)
        book.connection.execute(delete(search_words).where(book.mine(search_words), unused))


@cache
def _new_words(dialect: str) -> Insert:
    return insert_into(search_words, dialect).on_conflict_do_nothing()
