"""« Logo et couleur »: a picture known by its content, a colour that can be read, and where they are shown."""

import hashlib
import struct
import zlib
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from domain.logos import contrast, read_colour
from domain.office import BlobLost
from handlers.web.app import create_app
from storage.housekeeping import contents_unused
from storage.tables import blobs
from tests.handlers.firm.test_settings import changes, edit
from tests.handlers.slack_person import Person
from tests.offices import SmallHouse, SmallOffice

SITE = "https://space.valmont.example"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"".join(b"\0" + b"\x1f\x5c\x57" * min(width, 9) for _ in range(min(height, 9))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """What says that it is one, and how large."""
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return start + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9) + b"\xff\xd9"


def send(person: Person, office: SmallOffice, content: bytes, name: str = "logo.png") -> None:
    edit(person, "identity")
    person.press("settings.logo")
    office.files["F0LOGO", person.who.slack_id] = content
    person.attach("logo", "F0LOGO", name)
    person.submit()


@pytest.fixture
def space(house: SmallHouse, office: SmallOffice) -> Iterator[TestClient]:
    with TestClient(create_app(house, b"a secret of tests", SITE), base_url=SITE) as http:
        yield http


def uses(office: SmallOffice) -> dict[str, int]:
    with office.reading() as records:
        return {row["sha256"]: row["uses"] for row in records.rows(records.of(blobs))}


@pytest.mark.parametrize(("content", "media_type"), [(png(), "image/png"), (jpeg(), "image/jpeg")])
def test_the_logo_stands_at_the_top_of_the_client_space(
    helene: Person, office: SmallOffice, space: TestClient, content: bytes, media_type: str
) -> None:
    send(helene, office, content, "whatever.txt")
    assert helene.view["title"]["text"] == "Nom et logo"
    page = space.get("/sign-in")
    address = f"/logo/{hashlib.sha256(content).hexdigest()}"
    assert f'<img src="{address}" alt="" height="40">' in page.text
    picture = space.get(address)
    assert (picture.content, picture.headers["content-type"]) == (content, media_type)
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "immutable" in picture.headers["cache-control"]
    helene.close()
    assert "logo du 7 septembre" in helene.text


def test_another_logo_takes_its_place_and_the_former_is_swept(
    helene: Person, office: SmallOffice, space: TestClient
) -> None:
    send(helene, office, png())
    former = office.firm.logo_sha256
    send(helene, office, png(3, 3))
    current = office.firm.logo_sha256
    assert uses(office) == {former: 0, current: 1}
    assert space.get(f"/logo/{former}").status_code == 404
    helene.press("settings.logo")
    helene.tick("remove", "remove")
    helene.submit()
    assert office.firm.logo_sha256 is None
    assert "<img" not in space.get("/sign-in").text
    with office.records() as records:
        assert contents_unused(records, office.now(), office.now()) == 2
    assert len(changes(office)) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Ce n’est pas une image PNG"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "Ce n’est pas une image PNG ou JPEG."),
        (b"<html><script>alert(1)</script>", "Ce n’est pas une image PNG ou JPEG."),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "Ce n’est pas une image PNG ou JPEG."),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 400, "Ce n’est pas une image PNG ou JPEG."),
        (png() + b"x" * 500_000, "500 ko au plus"),
        (png(30_000, 2), "3 000 pixels de côté au plus"),
        (jpeg(2, 30_000), "3 000 pixels de côté au plus"),
    ],
)
def test_what_is_no_small_picture_is_refused(helene: Person, office: SmallOffice, content: bytes, said: str) -> None:
    send(helene, office, content)
    assert helene.errors["logo"].startswith(said)
    assert office.firm.logo_sha256 is None


@pytest.mark.abuse("S10")
def test_a_file_that_slack_does_not_give_for_this_person_is_not_found(helene: Person, office: SmallOffice) -> None:
    edit(helene, "identity")
    helene.press("settings.logo")
    office.files["F0OTHER", "U0NADIA"] = png()
    helene.attach("logo", "F0OTHER", "logo.png")
    helene.submit()
    assert helene.errors["logo"].startswith("Ceci n’existe plus")
    assert office.firm.logo_sha256 is None


def test_a_colour_that_can_be_read_is_that_of_the_space(helene: Person, office: SmallOffice, space: TestClient) -> None:
    edit(helene, "identity")
    helene.press("settings.logo")
    helene.type(accent="7A1F4B")
    helene.submit()
    assert office.firm.accent == "#7a1f4b"
    assert '<link rel="stylesheet" href="/accent/7a1f4b.css">' in space.get("/sign-in").text
    rule = space.get("/accent/7a1f4b.css")
    assert rule.headers["content-type"].startswith("text/css")
    assert rule.text == "@media not all and (prefers-color-scheme: dark) { :root { --accent: #7a1f4b; } }\n"


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("#ffcc00", "#ffcc00 est trop pâle pour se lire : contraste 1,4, il en faut 4,5. Prenez plus foncé."),
        ("#777", "#777777 est trop pâle pour se lire"),
        ("rouge", "« rouge » n’est pas une couleur. Par exemple #1f5c57."),
        ("#12", "« #12 » n’est pas une couleur."),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(helene: Person, office: SmallOffice, colour: str, said: str) -> None:
    edit(helene, "identity")
    helene.press("settings.logo")
    helene.type(accent=colour)
    helene.submit()
    assert helene.errors["accent"].startswith(said)
    assert office.firm.accent is None


@pytest.mark.abuse("W10")
@pytest.mark.parametrize(
    "path",
    ["/accent/ffcc00.css", "/accent/red;}body{x.css", "/accent/.css", "/logo/" + "ab" * 32, "/logo/..%2f..%2fetc"],
)
def test_no_other_address_gives_a_picture_or_a_rule(space: TestClient, path: str) -> None:
    assert space.get(path).status_code == 404


def test_a_logo_that_is_lost_from_disk_is_no_page(helene: Person, office: SmallOffice, space: TestClient) -> None:
    send(helene, office, png())
    sha256 = office.firm.logo_sha256 or ""
    office.blobs.drop(office.firm_id, sha256, unused_since=office.now().replace(year=2100))
    with pytest.raises(BlobLost):
        office.blobs.get(office.firm_id, sha256)
    assert space.get(f"/logo/{sha256}").status_code == 404


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#1f5c57", "#ffffff") == pytest.approx(7.6, abs=0.2)
    assert read_colour("") is None
