"""Which files may be filed in a client file, and which are kept unopened."""

from enum import StrEnum


class NotFiled(StrEnum):
    """Why a file is kept with its mail, unopened."""

    ARCHIVE = "archive"
    PROGRAM = "program"
    EMPTY = "empty"


ARCHIVES = frozenset(
    {
        "application/zip",
        "application/x-7z-compressed",
        "application/x-rar",
        "application/vnd.rar",
        "application/gzip",
        "application/x-tar",
        "application/x-bzip2",
        "application/x-xz",
        "application/x-iso9660-image",
    }
)
PROGRAMS = frozenset(
    {
        "application/x-dosexec",
        "application/vnd.microsoft.portable-executable",
        "application/x-executable",
        "application/x-sharedlib",
        "application/x-mach-binary",
        "application/x-msi",
        "application/java-archive",
        "application/vnd.android.package-archive",
        "text/x-shellscript",
        "text/x-msdos-batch",
        "application/x-ms-shortcut",
        "application/hta",
        "application/javascript",
        "text/javascript",
        "text/vbscript",
    }
)
PROGRAM_ENDINGS = (
    *(".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".msi"),
    *(".jar", ".lnk", ".reg", ".iso", ".img", ".dll", ".cpl", ".docm", ".xlsm", ".pptm", ".xlsb", ".dotm", ".xlam"),
)
ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab", ".ace")


def why_not_filed(filename: str, content_type: str, size: int) -> NotFiled | None:
    """The reason to keep it unopened, from its content first and its name second; None when it may be filed."""
    name = filename.lower().rstrip(". ")
    if size == 0:
        return NotFiled.EMPTY
    if content_type in PROGRAMS or name.endswith(PROGRAM_ENDINGS):
        return NotFiled.PROGRAM
    if content_type in ARCHIVES or name.endswith(ARCHIVE_ENDINGS):
        return NotFiled.ARCHIVE
    return None
