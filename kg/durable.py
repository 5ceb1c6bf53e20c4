"""A folder in, its names on the disk out: what was created or renamed there survives a power cut."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make names that were created or changed in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
