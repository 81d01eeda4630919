"""What becomes of each row: matched with what the firm holds, checked by the very rules of the wizard."""

from collections.abc import Mapping, Sequence

from domain.clients import Client, ClientState
from domain.importing.creating import created
from domain.importing.known import Importer, Known, Ledger
from domain.importing.outcomes import Outcome, Refused
from domain.importing.refused import CodeOfAnotherCompany, FollowedUnderAnotherCode, SeveralFiles
from domain.importing.rows import Line
from domain.importing.updating import updated
from domain.nir import without_nirs
from domain.opening import may_open
from domain.refusals import AlreadyFollowedUnseen, CodeTaken, FormRefused, Missing, Refusal, RoleTooLow
from domain.rights import may_see


def decide(line: Line, importer: Importer, known: Known, ledger: Ledger) -> Outcome:
    """What the row asks for, or why not. RoleTooLow when this person may open no client at all."""
    may_open(importer.who, importer.firm)
    try:
        ledger.claim(line)
        if line.errors:
            raise FormRefused(line.errors)
        client = _match(line, importer, known)
        if client is None:
            outcome: Outcome = created(line, importer, known, ledger)
        else:
            ledger.claim_client(line, client.id)
            outcome = updated(line, client, importer, known, ledger)
    except FormRefused as refused:
        return _refused(line, refused.errors)
    except RoleTooLow as refused:
        return _refused(line, {refused.act.rpartition(".")[2]: refused})
    except Refusal as refused:
        return _refused(line, {"name": refused})
    return outcome


def _refused(line: Line, errors: Mapping[str, Refusal]) -> Refused:
    """The name is repeated to people: a social security number typed there is masked."""
    return Refused(line.number, without_nirs(line.name), errors)


def _match(line: Line, importer: Importer, known: Known) -> Client | None:
    """The client file that the row is about, None for a new one. FormRefused.

    By its code; else by its SIREN; else, for who has neither, by its very name among those that this person sees.
    """
    of_code = known.of_code.get(line.code) if line.code else None
    if of_code is not None:
        return _of_that_code(line, of_code, importer)
    if line.siren:
        return _of_that_siren(line, importer, known)
    namesakes = _seen(known.of_name.get(line.name, ()), importer) if not line.code else []
    return _only(namesakes, "name")


def _of_that_code(line: Line, client: Client, importer: Importer) -> Client:
    if client.state is ClientState.TERMINATED or not may_see(importer.who, client):
        raise FormRefused({"code": CodeTaken(line.code)})
    if line.siren and client.company.siren not in (None, line.siren):
        raise FormRefused({"code": CodeOfAnotherCompany(line.code)})
    return client


def _of_that_siren(line: Line, importer: Importer, known: Known) -> Client | None:
    every = known.of_siren.get(line.siren, ())
    seen = _seen(every, importer)
    if line.form.get("second"):
        if not line.code:
            raise FormRefused({"code": Missing()})
        if every and not seen:
            raise FormRefused({"siret": AlreadyFollowedUnseen()})
        return None
    if every and not seen:
        raise FormRefused({"siret": AlreadyFollowedUnseen()})
    client = _only(seen, "code")
    if client is not None and line.code and client.code is not None:
        raise FormRefused({"code": FollowedUnderAnotherCode(client.name, client.code)})
    return client


def _seen(clients: Sequence[Client], importer: Importer) -> list[Client]:
    return [client for client in clients if may_see(importer.who, client)]


def _only(clients: Sequence[Client], key: str) -> Client | None:
    if len(clients) > 1:
        raise FormRefused({key: SeveralFiles()})
    return clients[0] if clients else None
