"""The firm's token goes to Slack's own files and nowhere else."""

import pytest

from bot.slack_files import is_of_slack

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/files.slack.com",
        "https://files.slack.com.x.example/f",
        "https://files.slack.com@x.example/f",
        "https://files.slack.com:8443/f",
        "http://files.slack.com/f",
        "",
    ],
)
def test_an_address_that_only_looks_like_slack_gets_no_token(address: str) -> None:
    assert not is_of_slack(address, SLACK)


def test_slack_s_own_files_and_those_of_a_local_slack_are_fetched() -> None:
    assert is_of_slack("https://files.slack.com/files-pri/T0-F0/download/clients.xlsx", SLACK)
    assert is_of_slack("http://127.0.0.1:8300/files-pri/F0/clients.xlsx", "http://127.0.0.1:8300/api/")
    assert not is_of_slack("http://127.0.0.1:8301/files-pri/F0/clients.xlsx", "http://127.0.0.1:8300/api/")
