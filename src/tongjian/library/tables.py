"""Records as Parquet tables in a book's folder, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Record = dict[str, Any]
_JSON = {b"form": b"json"}


def write_table(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """One Parquet file (zstd) of records; a column of lists or dictionaries stands as JSON text and says so in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(dict.fromkeys(name for row in rows for name in row)) or ["start"]
    columns = [_column([row.get(name) for row in rows]) for name in names]
    fields = [pa.field(name, array.type, metadata=_JSON if nested else None) for name, (array, nested) in zip(names, columns, strict=True)]
    pq.write_table(pa.table([array for array, _ in columns], schema=pa.schema(fields)), path, compression="zstd")


def _column(values: list[Any]) -> tuple[Any, bool]:
    """A column and whether it is JSON."""
    import pyarrow as pa

    kinds = {type(v) for v in values if v is not None}
    if not kinds or kinds == {str}:
        return pa.array(values, pa.string()), False
    if kinds == {bool}:
        return pa.array(values, pa.bool_()), False
    if kinds == {int}:
        return pa.array(values, pa.int64()), False
    if kinds <= {int, float}:
        return pa.array(values, pa.float64()), False
    return pa.array([None if v is None else json.dumps(v, ensure_ascii=False) for v in values], pa.string()), True


def read_table(path: Path) -> list[Record]:
    """The records of a table; none where the kind was not there when the book was built."""
    import pyarrow.parquet as pq

    if not path.exists():
        return []
    table = pq.read_table(path, memory_map=False)
    rows: list[Record] = table.to_pylist()
    for field in table.schema:
        if field.metadata and field.metadata.get(b"form") == b"json":
            for row in rows:
                if row[field.name] is not None:
                    row[field.name] = json.loads(row[field.name])
    return rows
