"""Labels as the benchmark keeps them: only what it compares, packed."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from labels import KINDS

from labelling.resolving import Row


def packed(labels: Iterable[Row], suspects: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of one package's file, labels before calls that the checker could not type."""
    for row in labels:
        kind = row["kind"]
        yield _place(row) | {
            "kind": kind,
            "sdk": row["vendor_package"],
            "group": row["group"],
            **({"end_line": row["end_line"]} if kind == "import" and row["end_line"] != row["line"] else {}),
            **({"name": row.get("qualified_name", row["text"])} if kind in KINDS else {}),
            **({"weak": True} if row["strength"] != "strong" else {}),
            **({"data": True} if kind == "call" and (row.get("recv_data") or row["sub"] == "ctor-data") else {}),
            **({"crosses": True} if kind == "call" and not row["vendor_imported_in_file"] else {}),
        }
    for row in suspects:
        yield _place(row) | {"kind": "unjudged"}


def _place(row: Row) -> Row:
    place = {"path": row["path"], "line": row["line"]}
    return place if row["name_line"] == row["line"] else place | {"name_line": row["name_line"]}


def pack(path: Path, rows: Iterable[Row]) -> None:
    """Write rows so that the same ones make the same bytes."""
    unique = dict.fromkeys(json.dumps(row, separators=(",", ":")) for row in rows)
    path.write_bytes(gzip.compress("".join(f"{row}\n" for row in unique).encode(), mtime=0))
