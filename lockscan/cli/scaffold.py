"""``lockscan scaffold``: a port, adapters and their contract for one abstraction point, as new files."""

import os
from keyword import iskeyword
from pathlib import Path

import click

from lockscan.cli.output import write
from lockscan.cli.settings import settings

_FILE = click.Path(path_type=Path)


@click.command(context_settings={"auto_envvar_prefix": "LOCKSCAN"})
@click.argument("point")
@click.argument("paths", nargs=-1, type=_FILE)
@click.option(
    "--to", "target", metavar="TARGET",
    help="What the second adapter is for: openai-compatible, litellm, anthropic, …  [default: configuration]",
)  # fmt: skip
@click.option(
    "-o", "--output", "folder", type=_FILE, required=True, metavar="DIR", help="The folder that the files go to."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out what a gitignore pattern covers (repeatable)."
)
@click.option("--config", type=_FILE, metavar="FILE", help="Read this configuration file instead of searching for one.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Processes to use; 0 is automatic."
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
def scaffold(  # noqa: PLR0913 - one parameter per option
    *,
    point: str,
    paths: tuple[Path, ...],
    target: str | None,
    folder: Path,
    force: bool,
    exclude: tuple[str, ...],
    config: Path | None,
    jobs: int,
    no_cache: bool,
) -> None:
    """Write a port, an adapter for the vendor, one for the target, and a test that both must pass.

    POINT is the number of an abstraction point as a scan lists it, its module, or the id of a vendor.
    """
    from lockscan.errors import UsageError  # noqa: PLC0415 - keeps --help light
    from lockscan.migration import scaffold_point  # noqa: PLC0415 - keeps --help light
    from lockscan.pipeline import ScanOptions  # noqa: PLC0415 - keeps --help light
    from lockscan.reporters.text import escape  # noqa: PLC0415 - keeps --help light

    paths = paths or (Path(),)
    root, found = settings(paths, config)
    effective = found._replace(exclude=found.exclude + exclude, target=target or found.target)
    made = scaffold_point(paths, ScanOptions(config=effective, jobs=jobs, cache=not no_cache), root, point)
    name = folder.resolve().name
    if not name.isidentifier() or iskeyword(name):
        raise UsageError(f"{folder}: what is written is a package, and {name!r} cannot be the name of one")
    if name in made.sdks:
        raise UsageError(f"{folder}: a package of this name would hide the SDK {name}; name another folder")
    kept = [name for name in made.shared if os.path.lexists(folder / name)]
    there = [name for name, _ in made.files if name not in kept and os.path.lexists(folder / name)]
    if there and not force:
        raise UsageError(f"{folder}: {', '.join(there)} would be overwritten; name another folder, or add --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror or error}") from error
    for name, text in made.files:
        if name not in kept:
            write(str(folder / name), text)
    click.echo(escape(made.title))
    for name, _ in made.files:
        click.echo(f"  {'kept ' if name in kept else 'wrote'} {escape(str(folder / name))}")
    for note in made.notes:
        click.echo(f"  note  {escape(note)}")
    click.echo(f"Now: python -m pytest {escape(str(folder))} && mypy --strict {escape(str(folder))}")
