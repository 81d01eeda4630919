"""The command line. What a command needs is imported when it is called: `guichet --help` answers at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The front desk of French accounting firms, inside Slack and e-mail.",
)
mail = typer.Typer(no_args_is_help=True, help="What the ingester understands of a mail.")
app.add_typer(mail, name="mail")
keys = typer.Typer(no_args_is_help=True, help="The keys that seal what is secret.")
app.add_typer(keys, name="keys")


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="Where the example firm is kept.", envvar="DATA_DIR")] = Path("var/demo"),
    port: Annotated[int, typer.Option(help="The one address to open.", envvar="PORT", min=0, max=65535)] = 8300,
) -> None:
    """Try everything on this machine, with no account anywhere."""
    from bot.demo.demo import Demo

    Demo(data, port).run()


@app.command()
def run(
    roles: Annotated[str, typer.Option(help="Which parts run here.")] = "slack,mail,clock,dispatch,web",
) -> None:
    """Run Guichet."""
    from bot.logs import start_logs
    from bot.run import Guichet, roles_of
    from bot.settings import load_settings

    start_logs()
    Guichet(load_settings(), roles_of(roles)).run()


@app.command()
def doctor() -> None:
    """Check every setting and connection, and say what to do about each failure."""
    import logging

    from bot.doctor import examine
    from bot.logs import start_logs

    start_logs(logging.CRITICAL)  # each failure has its sentence already
    raise typer.Exit(examine(typer.echo))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.logs import start_logs
    from bot.run import open_books
    from bot.settings import load_settings

    start_logs()
    database = open_books(load_settings())
    try:
        database.migrate()
    finally:
        database.close()
    typer.echo("The database has the newest schema.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The sheet: .xlsx, .ods or .csv.", exists=True, dir_okay=False)],
    confirm: Annotated[bool, typer.Option("--confirm", help="Import; without it, say what would be done.")] = False,
    by: Annotated[str | None, typer.Option(help="In whose name, by e-mail: else the first administrator.")] = None,
    shares: Annotated[bool, typer.Option("--shares", help="Allow one address in several client files.")] = False,
    looks_up: Annotated[bool, typer.Option("--registry", help="Look each SIREN up in the public registry.")] = False,
    checked: Annotated[Path | None, typer.Option(help="Where to write the sheet with its reasons (.xlsx).")] = None,
) -> None:
    """Import client files from a sheet."""
    from bot.import_command import import_file
    from bot.settings import load_settings

    settings = load_settings()
    for line in import_file(settings, file, by=by, confirm=confirm, shares=shares, looks_up=looks_up, checked=checked):
        typer.echo(line)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write them: .xlsx or .csv.", dir_okay=False)] = Path(
        "clients.xlsx"
    ),
    by: Annotated[str | None, typer.Option(help="In whose name, by e-mail: else the first administrator.")] = None,
) -> None:
    """Write every client file of the firm in a sheet that imports back."""
    from bot.import_command import export_file
    from bot.settings import load_settings

    for line in export_file(load_settings(), file, by):
        typer.echo(line)


@mail.command()
def explain(
    files: Annotated[list[Path], typer.Argument(help="Mails as received (.eml).", exists=True, dir_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    firm: Annotated[Path | None, typer.Option(help="A firm described in a file, in place of the database.")] = None,
) -> None:
    """Say what a mail is, who wrote it and whose it is, and why; nothing is written."""
    from bot.explain_command import lines

    for line in lines(files, firm, as_json):
        typer.echo(line)


@keys.command()
def rotate() -> None:
    """Seal everything with a new key, and say when the old one may go."""
    from bot.keys_command import rotate_keys
    from bot.settings import load_settings

    for line in rotate_keys(load_settings()):
        typer.echo(line)


@app.command("slack-link")
def slack_link() -> None:
    """Print the link that creates the Slack app from manifest.yml."""
    from bot.slack_link import creation_link

    typer.echo(creation_link())


def main() -> None:
    """Run a command; what is wrong with the settings is said in a sentence, not in a trace."""
    from bot.failures import in_words

    try:
        app()
    except Exception as error:  # raised again, but for what has a sentence
        sentence = in_words(error)
        if sentence is None:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main()
