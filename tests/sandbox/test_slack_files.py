"""Files: sent in three steps, read with the token, not ready yet, deleted."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.slack.messages import Message
from sandbox.webapi.routes import routes
from tests.sandbox.serving import serving
from tests.sandbox.slack_calls import WIDE, Slack, with_scopes

Json = dict[str, Any]
PLACE = "C0COURRIER"


@pytest.fixture
def slack(tmp_path: Path) -> Slack:
    return Slack(tmp_path, WIDE)


@pytest.fixture
def http(slack: Slack) -> Iterator[httpx.Client]:
    with serving(routes(slack.world)) as client:
        slack.world.base_url = str(client.base_url).rstrip("/")
        yield client


def sent(slack: Slack, content: bytes = b"%PDF-1.7", **more: Any) -> Json:
    """A file of the app, its bytes put in place without the wire."""
    upload = slack.call("files.getUploadURLExternal", filename="relevé.pdf", length=len(content))
    file = slack.world.files.get(upload["file_id"])
    assert file is not None
    file.content = content
    done = slack.call("files.completeUploadExternal", files=[{"id": upload["file_id"], "title": "Relevé"}], **more)
    shown: Json = done["files"][0]
    return shown


def from_a_person(slack: Slack, channel: str | None) -> Json:
    """A file of Nadia's, in a channel or in a form."""
    put = {"name": "photo.jpg", "content_base64": base64.b64encode(b"jpg").decode()}
    file = slack.world.receive_file("U0NADIA", put)
    if channel is not None:
        ts = slack.world.messages.next_ts(slack.world.now())
        slack.world.messages.add(Message(ts, channel, "U0NADIA", "Voici", files=[file]))
    return file


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_an_upload_says_how_long_the_file_is(slack: Slack) -> None:
    asked: Json = {"filename": "a.txt", "length": 1}
    assert slack.call("files.getUploadURLExternal", **asked)["ok"]
    assert slack.call("files.getUploadURLExternal", **asked | {"length": 0})["error"] == "missing_argument"
    assert slack.call("files.getUploadURLExternal", **asked, alt_txt="x" * 1000)["ok"]
    assert slack.call("files.getUploadURLExternal", **asked, alt_txt="x" * 1001)["error"] == "alt_txt_too_large"
    assert slack.call("files.getUploadURLExternal", **asked | {"length": 10**9})["ok"]
    too_large = slack.call("files.getUploadURLExternal", **asked | {"length": 10**9 + 1})
    assert too_large["error"] == "file_upload_size_restricted"


def test_a_file_is_shared_where_the_app_may_write(slack: Slack) -> None:
    parent = slack.call("chat.postMessage", channel=PLACE, text="a")["ts"]
    file = sent(slack, channels=f"{PLACE},U0NADIA")
    assert file["title"] == "Relevé"
    assert len(file["channels"]) == 2
    told = sent(slack, b"encore", channel_id=PLACE, blocks=[{"type": "divider"}])
    assert [block["type"] for block in slack.world.messages.of(PLACE)[-1].blocks] == ["divider"]
    history = slack.call("conversations.history", channel=PLACE, limit=1)
    assert history["messages"][0]["files"][0]["id"] == told["id"]
    both = {"blocks": [{"type": "divider"}], "initial_comment": "Le voici"}
    sent(slack, b"une fois encore", channel_id=PLACE, **both)
    assert slack.world.messages.of(PLACE)[-1].blocks == []
    thread = sent(slack, b"autre", channel_id=PLACE, thread_ts=parent, initial_comment="Le voici")
    assert slack.world.messages.of(PLACE)[-1].thread_ts == parent
    assert thread["id"] != file["id"]
    upload = slack.call("files.getUploadURLExternal", filename="a", length=1)
    unsent: Json = {"files": [{"id": upload["file_id"]}], "channel_id": PLACE}
    assert slack.call("files.completeUploadExternal", **unsent)["error"] == "file_not_found"
    waiting = slack.world.files.get(upload["file_id"])
    assert waiting is not None
    waiting.content = b"a"
    assert (
        slack.call("files.completeUploadExternal", **unsent | {"channel_id": "C0CABINET"})["error"] == "not_in_channel"
    )
    many = ",".join([PLACE] * 101)
    assert slack.call("files.completeUploadExternal", **unsent | {"channels": many})["error"] == "invalid_arguments"
    assert slack.call("files.completeUploadExternal", **unsent)["ok"]
    assert slack.call("files.completeUploadExternal", **unsent)["error"] == "file_update_failed"


def test_a_file_is_known_where_the_app_is_or_when_a_form_gave_it(slack: Slack) -> None:
    for channel in (PLACE, None):
        assert slack.call("files.info", file=from_a_person(slack, channel)["id"])["ok"]
    elsewhere = Slack(slack.world.data / "other", WIDE)
    hidden = from_a_person(elsewhere, "C0CABINET")
    assert elsewhere.call("files.info", file=hidden["id"])["error"] == "file_not_found"


def test_of_a_file_from_another_team_only_its_own_method_tells_more(slack: Slack) -> None:
    slack.world.users["U0NADIA"].team_id = "T0AILLEURS"
    file = from_a_person(slack, PLACE)
    [message] = slack.world.messages.of(PLACE)
    stub = {"id": file["id"], "mode": "file_access", "file_access": "check_file_info"}
    assert message.for_the_app("A0APP")["files"] == [stub]
    assert slack.call("conversations.history", channel=PLACE)["messages"][0]["files"] == [stub]
    told = slack.call("files.info", file=file["id"])["file"]
    assert (told["name"], told["file_access"]) == ("photo.jpg", "visible")


def test_a_file_that_slack_still_scans_has_neither_type_nor_address(slack: Slack, http: httpx.Client) -> None:
    slack.world.faults["files_not_ready"] = True
    file = sent(slack, channel_id=PLACE)
    assert (file["mimetype"], file["filetype"]) == ("", "")
    assert not any(name.startswith("url_") for name in file)
    slack.world.faults["files_not_ready"] = False
    ready = slack.call("files.info", file=file["id"])["file"]
    assert ready["mimetype"] == "application/pdf"
    answer = http.get(ready["url_private"], headers=bearer(slack.world.bot_token))
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")
    slack.world.faults["files_not_ready"] = True
    assert http.get(ready["url_private"], headers=bearer(slack.world.bot_token)).status_code == 404


def test_without_the_token_or_its_scope_a_page_comes_in_place_of_the_bytes(
    slack: Slack, http: httpx.Client, tmp_path: Path
) -> None:
    address = sent(slack, channel_id=PLACE)["url_private_download"]
    for headers in ({}, bearer("xoxb-faux"), bearer(slack.world.app_token), {"authorization": slack.world.bot_token}):
        answer = http.get(address, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    narrow = Slack(tmp_path / "narrow", with_scopes("files:write", "chat:write"))
    with serving(routes(narrow.world)) as client:
        narrow.world.base_url = str(client.base_url).rstrip("/")
        address = sent(narrow, channel_id=PLACE)["url_private"]
        assert "<html>" in client.get(address, headers=bearer(narrow.world.bot_token)).text


def test_the_app_deletes_its_own_files_alone(slack: Slack, http: httpx.Client) -> None:
    own, other = sent(slack, channel_id=PLACE), from_a_person(slack, PLACE)
    assert slack.call("files.delete", file=other["id"])["error"] == "cant_delete_file"
    assert slack.call("files.delete", file="F0NUL")["error"] == "file_not_found"
    assert slack.call("files.delete", file=own["id"])["ok"]
    assert slack.call("files.delete", file=own["id"])["error"] == "file_deleted"
    assert slack.call("files.info", file=own["id"])["error"] == "file_deleted"
    assert [message.files for message in slack.world.messages.of(PLACE)] == [[], [other]]
    assert http.get(own["url_private"], headers=bearer(slack.world.bot_token)).status_code == 404
    assert http.post(f"/upload/{own['id']}", content=b"%PDF-1.7").status_code == 404
