"""What each role runs: the parts of the program, in the order they start and stop."""

import socket
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.health import Health, Pulse
from bot.office import House
from bot.settings import Settings, given


class Part(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


def parts_of(house: House, settings: Settings, roles: Sequence[str], listener: socket.socket | None) -> dict[str, Part]:
    """The parts of those roles by name; what takes work in is stopped before what carries it out."""
    parts: dict[str, Part] = {}
    pulses: dict[str, Pulse] = {}
    lines: dict[str, Callable[[], bool]] = {}
    if listener is not None:
        from bot.keys import web_secret
        from bot.web import WebServer, health_routes
        from handlers.web.app import create_app

        health = Health(house.database.firms, pulses, lines)
        pages = create_app(house, web_secret(settings), house.public_url, health_routes(health))
        parts["web"] = WebServer(pages, listener)
    if "slack" in roles:
        from bot.slack import slack_app
        from bot.slack_client import web_client
        from bot.socket import SlackSocket

        token = given(settings.slack_app_token, "SLACK_APP_TOKEN").get_secret_value()
        app = slack_app(house, settings.slack_api_url)
        line = SlackSocket(app, token, web_client(settings.slack_api_url))
        lines["slack"] = line.is_up
        parts["slack"] = line
    if "mail" in roles:
        from bot.listener import Listener

        mailboxes = Listener(house)
        pulses["mail"] = mailboxes.pulse
        parts["mail"] = mailboxes
    if "clock" in roles:
        from bot.scheduler import Alarm
        from bot.sweeps import sweeps_of

        alarm = Alarm(house.clock, sweeps_of(house, settings.slack_api_url))
        pulses["clock"] = alarm.pulse
        parts["clock"] = alarm

        from bot.imports import ImportWorker

        imports = ImportWorker(house)
        pulses["imports"] = imports.pulse
        parts["imports"] = imports
    if "dispatch" in roles:
        from bot.dispatcher import dispatcher_of

        dispatcher = dispatcher_of(house, settings)
        pulses["dispatch"] = dispatcher.pulse
        parts["dispatch"] = dispatcher
    return parts
