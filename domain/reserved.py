"""What is for some only: for whoever leads the client, for managers, or for administrators."""

from enum import StrEnum


class Reserved(StrEnum):
    """Each is also the name of the action that opens it in Slack, where it has one."""

    CLIENT_CREATE = "client.create"
    CLIENT_ASSIGN = "client.assign"
    CLIENT_INVITE = "client.invite"
    CLIENT_CHASE = "client.chase"
    CLIENT_DEACTIVATE = "client.deactivate"
    CLIENT_MERGE = "client.merge"
    CLIENT_EXPORT = "client.export"
    CLIENT_TERMINATE = "client.terminate"
    CLIENT_RESTORE = "client.restore"
    CLIENT_ERASE = "client.erase"
    MERGER_UNDO = "merger.undo"
    FIRM_SETTINGS = "firm.settings"
    FIRM_USERS = "firm.users"
    FIRM_PORTFOLIOS = "firm.portfolios"
    FIRM_FIELDS = "firm.fields"
    FIRM_NIR = "firm.nir"
    INVITATION_REVIEW = "invitation.review"
    MAILBOX_RETRY = "mailbox.retry"
