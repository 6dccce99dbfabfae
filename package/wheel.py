#!/usr/bin/env python3
"""Makes a Python wheel that installs the program: usage `wheel.py VERSION PLATFORM PROGRAM SHARE DIRECTORY`.

The wheel has no Python code. It is written here instead of by maturin, which compiles the program again: so every
package of a release holds the same file.
"""

import base64
import hashlib
import os
import sys
import time
import zipfile
from pathlib import Path

PLATFORMS = {
    # A static program runs with every C library.
    "x86_64-unknown-linux-musl": "manylinux_2_17_x86_64.musllinux_1_1_x86_64",
    "aarch64-unknown-linux-musl": "manylinux_2_17_aarch64.musllinux_1_1_aarch64",
    "x86_64-pc-windows-gnu": "win_amd64",
    "x86_64-pc-windows-msvc": "win_amd64",
    "x86_64-apple-darwin": "macosx_10_12_x86_64",
    "aarch64-apple-darwin": "macosx_11_0_arm64",
}


def main(version: str, target: str, program: str, share: str, directory: str) -> None:
    platform = PLATFORMS[target]
    files: list[tuple[str, bytes, int]] = []

    def add(name: str, content: bytes, mode: int = 0o644) -> None:
        files.append((name, content, mode))

    data, info = f"leastwise-{version}.data", f"leastwise-{version}.dist-info"
    source = Path(share)
    add(f"{data}/scripts/{Path(program).name}", Path(program).read_bytes(), 0o755)
    add(f"{data}/data/share/man/man1/leastwise.1", (source / "leastwise.1").read_bytes())
    completions = {
        "leastwise.bash": "share/bash-completion/completions/leastwise",
        "_leastwise": "share/zsh/site-functions/_leastwise",
        "leastwise.fish": "share/fish/vendor_completions.d/leastwise.fish",
    }
    for name, place in completions.items():
        add(f"{data}/data/{place}", (source / "completions" / name).read_bytes())
    for name in ["LICENSE-APACHE", "LICENSE-MIT"]:
        add(f"{info}/licenses/{name}", (source / name).read_bytes())
    add(f"{info}/METADATA", metadata(version, (source / "README.md").read_text()).encode())
    tags = "".join(f"Tag: py3-none-{tag}\n" for tag in platform.split("."))
    add(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: leastwise\nRoot-Is-Purelib: false\n{tags}".encode())
    record = "".join(f"{name},sha256={digest(content)},{len(content)}\n" for name, content, _ in files)
    add(f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode())

    stamp = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]
    path = Path(directory) / f"leastwise-{version}-py3-none-{platform}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, content, mode in files:
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = (0o100000 | mode) << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
    print(path)


def digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def metadata(version: str, readme: str) -> str:
    return f"""Metadata-Version: 2.4
Name: leastwise
Version: {version}
Summary: Least-privilege check of ConnectWise PSA security roles
Keywords: connectwise,permissions,least-privilege,linter,security
License-Expression: MIT OR Apache-2.0
License-File: LICENSE-APACHE
License-File: LICENSE-MIT
Requires-Python: >=3.8
Project-URL: Repository, https://github.com/leastwise/leastwise
Description-Content-Type: text/markdown

{readme}"""


main(*sys.argv[1:])
