"""Read and ``ast.parse`` every Python file below a directory: the least that any analysis of syntax trees costs."""

import ast
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
for path in sorted(Path(sys.argv[1]).rglob("*.py")):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):  # noqa: PERF203 - one bad file must not end the run
        print(f"not parsed: {path}", file=sys.stderr)
