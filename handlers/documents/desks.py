"""The desks of a client's documents."""

from handlers.documents import asking, listing, opening, redo

DOCUMENT_DESKS = tuple(module.desk for module in (listing, asking, opening, redo))
