"""The firm's books, as the desks ask for them; `storage/` keeps them for real.

All books of one `Records` share one transaction and one firm: what is read or written is that firm's alone.
A book that gives clients to a person gives only those that this person may see.
"""

from domain.books.attempts import AttemptsBook
from domain.books.client_files import CustomFieldsBook, NirsBook, NotesBook, SitesBook
from domain.books.clients import ClientFilter, ClientsBook, MergingBook, Only
from domain.books.contacts import AccountsBook, ContactsBook
from domain.books.imports import ImportsBook
from domain.books.invitations import InvitationFilter, InvitationsBook, Link
from domain.books.leaving import Erased, ErasureBook, ExportsBook, StaffLink
from domain.books.limits import LimitsBook
from domain.books.mail import InboundBook, IncidentsBook, Mailbox, MailboxProblem, MessagesBook, RequestsBook
from domain.books.mail_texts import MailTextsBook
from domain.books.outbox import OutboxBook
from domain.books.people import PeopleBook
from domain.books.records import Records
from domain.books.registry import RegistryShelf, RegistryWaitsBook
from domain.books.slack import Card, CardsBook, DigestsBook, DraftsBook, SlackMessagesBook

__all__ = [
    "AccountsBook",
    "AttemptsBook",
    "Card",
    "CardsBook",
    "ClientFilter",
    "ClientsBook",
    "ContactsBook",
    "CustomFieldsBook",
    "DigestsBook",
    "DraftsBook",
    "Erased",
    "ErasureBook",
    "ExportsBook",
    "ImportsBook",
    "InboundBook",
    "IncidentsBook",
    "InvitationFilter",
    "InvitationsBook",
    "LimitsBook",
    "Link",
    "MailTextsBook",
    "Mailbox",
    "MailboxProblem",
    "MergingBook",
    "MessagesBook",
    "NirsBook",
    "NotesBook",
    "Only",
    "OutboxBook",
    "PeopleBook",
    "Records",
    "RegistryShelf",
    "RegistryWaitsBook",
    "RequestsBook",
    "SitesBook",
    "SlackMessagesBook",
    "StaffLink",
]
