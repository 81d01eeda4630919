"""A contact's own page: their client files, what was received, who to talk to."""

from datetime import date

from starlette.responses import Response

from domain.clients import ClientState
from domain.messages import Document
from handlers.documents.labels import asked_for
from handlers.web.session import signed_in
from handlers.web.visit import Visit

LATEST = 8


def show_home(visit: Visit) -> Response:
    """The client files of the one who is signed in, and of nobody else."""
    now = visit.office.now()
    with visit.office.reading() as records:
        account = signed_in(visit, records)
        if account is None:
            return visit.go("/sign-in")
        visit.speak(account.language)
        files = []
        latest: list[tuple[Document, str]] = []
        asked: list[tuple[str, date, str]] = []
        for client in records.accounts.clients_of(account.id):
            if client.state is ClientState.TERMINATED:
                continue
            manager = records.people.get(client.manager_id)
            files.append((client, manager, records.messages.count_documents(client.id)))
            latest += [(document, client.name) for document in records.messages.latest_documents(client.id, LATEST)]
            awaited = records.requests.awaited(client.id)
            asked += [(asked_for(request, visit.words), request.due_on, client.name) for request in awaited]
    latest.sort(key=lambda pair: pair[0].received_at, reverse=True)
    asked.sort(key=lambda row: row[1])
    return visit.page(
        "home.html",
        signed_in=True,
        account=account,
        files=files,
        latest=latest[:LATEST],
        asked=asked,
        today=now.astimezone(visit.firm.zone).date(),
        now=now,
        person=files[0][1] if files else None,
    )


def show_data(visit: Visit) -> Response:
    """What the firm keeps about a contact, why, how long, and whom to ask."""
    return visit.page("data.html")


def show_trial(visit: Visit) -> Response:
    """Where the links of a test letter lead: a page that says so."""
    return visit.page("trial.html")
