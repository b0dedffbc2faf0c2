"""The code of public repositories as it was at one commit; it is read, and never installed, imported or run."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path


def fetch_tree(repo: str, commit: str, tree: Path) -> None:
    """Bring one commit's tree from GitHub into a new folder; ``repo`` is ``owner/name``."""
    git = ["git", f"--git-dir={tree.with_suffix('.git')}"]
    subprocess.run([*git, "init", "--quiet", "--bare"], check=True)
    subprocess.run([*git, "fetch", "--quiet", "--depth=1", f"https://github.com/{repo}", commit], check=True)
    archive = subprocess.run([*git, "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(tree, filter="data")
