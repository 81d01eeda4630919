"""Files that people send in Slack, fetched with the firm's token, which goes to Slack and nowhere else."""

from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError

from bot.slack_client import NO_ANSWER, web_client
from domain.refusals import NotFound, SlackSilent
from domain.sheets.sheet import LARGEST_FILE, Fault, SheetRefused
from domain.slack_messages import FileGone

SLACK_HOST = "files.slack.com"
TIMEOUT = 30


def slack_file(api_url: str, token: str | None, file_id: str, of: str) -> bytes:
    """The bytes of a file that this user sent.

    FileGone when it was deleted; NotFound when it is another's, or not kept by Slack itself, or the app may not see it;
    SheetRefused when it is too large; SlackSilent.
    """
    if token is None:
        raise SlackSilent("the app is not installed")
    try:
        file = web_client(api_url, token).api_call("files.info", params={"file": file_id})["file"]
    except SlackApiError as error:
        if error.response.get("error") == "file_deleted":
            raise FileGone("file") from None
        if error.response.get("error") in ("file_not_found", "not_visible"):
            raise NotFound("file") from None
        raise SlackSilent(str(error.response.get("error"))) from None
    except NO_ANSWER as error:
        raise SlackSilent(type(error).__name__) from None
    address = str(file.get("url_private_download") or "")
    if file.get("user") != of or file.get("is_external") or not is_of_slack(address, api_url):
        raise NotFound("file")
    return _fetched(address, token)


def is_of_slack(address: str, api_url: str) -> bool:
    """Whether the token may go there: to the very host of Slack's files, or to that of another Slack we were given."""
    asked, api = urlsplit(address), urlsplit(api_url)
    if api.scheme == "https":
        return (asked.scheme, asked.netloc) == ("https", SLACK_HOST)
    return (asked.scheme, asked.netloc) == (api.scheme, api.netloc)


def _fetched(address: str, token: str) -> bytes:
    import httpx  # heavy: paid by the first file, not by the start

    content = b""
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.stream("GET", address, headers=headers, timeout=TIMEOUT, follow_redirects=False) as answer:
            # Without the right to read files, Slack answers with its sign-in page, and 200.
            if answer.status_code != 200 or answer.headers.get("content-type", "").startswith("text/html"):
                raise NotFound("file")
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > LARGEST_FILE:
                    raise SheetRefused(Fault.TOO_LARGE)
    except httpx.HTTPError as error:
        raise SlackSilent(type(error).__name__) from None
    return content
