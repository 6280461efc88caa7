"""`citekit deposit`: package records for a repository and, when told to, send them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from citekit.cli._files import Failure
from citekit.cli._settings import format_settings, settings

if TYPE_CHECKING:
    from citekit.repository.packages import Package

_KINDS = ("saf", "sword", "crossref", "doaj", "rsci")
_PASSWORD = "CITEKIT_PASSWORD"


@click.command()
@click.argument("records", metavar="RECORDS...", nargs=-1, required=True)
@click.option(
    "--to", "kind", type=click.Choice(_KINDS), required=True, help="What is made, and for whom."
)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the package is to stand; named after the repository when not given.",
)
@click.option(
    "--files",
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Full texts, each named as its record's id: a1.pdf.",
)
@click.option("--collection", metavar="HANDLE", help="For saf: the collection, as 123456789/2.")
@click.option(
    "--schema",
    "schemas",
    metavar="FOLDER",
    envvar="CITEKIT_SCHEMAS",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The official schemas of Crossref, DOAJ and RSCI; else installed packages are searched.",
)
@format_settings
@click.option("--force", is_flag=True, help="Replace a package even if it was changed.")
@click.option("--send", is_flag=True, help="Send it; without this nothing leaves this machine.")
@click.option("--url", help="For sword: the collection's address (Col-IRI). For crossref: a test.")
@click.option("--user", help=f"The user's name; the password is asked for, or ${_PASSWORD}.")
@click.option("--on-behalf-of", metavar="NAME", help="For sword: for whom it is deposited.")
@click.option("--again", is_flag=True, help="For sword: forget what was sent before.")
def deposit(
    records: tuple[str, ...],
    kind: str,
    output: Path | None,
    files: Path | None,
    collection: str | None,
    schemas: Path | None,
    depositor: tuple[str, str] | None,
    titleid: str | None,
    force: bool,
    send: bool,
    url: str | None,
    user: str | None,
    on_behalf_of: str | None,
    again: bool,
) -> None:
    """Package records for a repository: files in any format, or a library.

    The package is a folder with a manifest of checksums. What was sent is remembered beside it:
    sending once more goes on where it was broken off and repeats nothing.

    \b
    Examples:
      citekit deposit lib.db --to saf --files pdf/ --collection 123456789/2
      citekit deposit issue.yaml --to rsci --titleid 12345 --schema schemas/
      citekit deposit issue.yaml --to crossref --depositor "Vestnik" editor@journal.kz --user name
      citekit deposit article.yaml --to sword --url https://repo.kz/swordv2/collection/1/2 \\
              --user editor --send
    """
    from citekit.cli._records import all_records
    from citekit.formats import FormatError
    from citekit.repository.packages import PackageError, build

    folder = output or Path(f"{kind}-package")
    try:
        package = build(
            kind,
            [work for place in records for work in all_records(place)],
            folder,
            files=files,
            collection=collection,
            schemas=schemas,
            settings=settings(depositor, titleid),
            force=force,
        )
    except (PackageError, FormatError) as error:
        raise Failure(str(error)) from None
    _report(package)
    if send and kind == "crossref" and not depositor:
        raise Failure("--send needs --depositor NAME EMAIL: Crossref answers by e-mail")
    if send:
        _send(package, url, user, on_behalf_of, again)


def _report(package: Package) -> None:
    files = [*package.files, *(file for record in package.records for file in record.files)]
    size = sum(file.size for file in files)
    counts = f"records: {len(package.records)}, files: {len(files)}, bytes: {size:,}"
    click.echo(f"{package.folder}: {counts}")
    if package.unused:
        some = ", ".join(package.unused[:5]) + (" …" if len(package.unused) > 5 else "")
        click.echo(
            f"no record has the name of: {some} (a full text is named as its record's id)", err=True
        )
    if package.unchecked:
        click.echo(f"not checked by the repository's schema: {package.unchecked}", err=True)


def _send(
    package: Package, url: str | None, user: str | None, on_behalf_of: str | None, again: bool
) -> None:
    from citekit.repository.deposit import BY_HAND, CROSSREF, send_crossref
    from citekit.repository.sword import Sent, Sword
    from citekit.repository.web_client import RemoteError, check_address, open_client

    if package.kind in BY_HAND:
        raise Failure(f"{package.kind} packages are uploaded by hand: {BY_HAND[package.kind]}")
    if package.unchecked:
        raise Failure("what was not checked is not sent")
    if not user:
        raise Failure("--send needs --user")
    if package.kind == "sword" and not url:
        raise Failure("--send needs --url, the address of the collection")
    _warn_of_open_line(url or CROSSREF)
    password = os.environ.get(_PASSWORD) or click.prompt("Password", hide_input=True, err=True)
    try:
        if package.kind == "crossref":
            check_address(url or CROSSREF)
            with open_client() as client:
                click.echo(send_crossref(client, package, user, password, url=url or CROSSREF))
            return
        sent_path = package.folder.with_name(f"{package.folder.name}.sent.json")
        if again:
            sent_path.unlink(missing_ok=True)
        check_address(url or "")
        with open_client(auth=(user, password)) as client:
            sword = Sword(client, url or "", on_behalf_of)
            for made, done in sword.deposit(package, Sent(sent_path)):
                where = made.page or made.edit
                click.echo(f"{made.id}: {'deposited' if done else 'was there already'}: {where}")
    except RemoteError as error:
        raise Failure(str(error)) from None


def _warn_of_open_line(url: str) -> None:
    from ipaddress import ip_address

    parts = urlsplit(url)
    host = parts.hostname or ""
    with suppress(ValueError):
        if ip_address(host).is_loopback:
            return
    if parts.scheme == "http" and host != "localhost":
        click.echo(f"the password goes to {host} unencrypted: use https if it can", err=True)
