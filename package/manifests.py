#!/usr/bin/env python3
"""Writes the Homebrew formula and the Scoop and winget manifests from the archives: `manifests.py VERSION DIST DIRECTORY`.

Each has the digest of its archive. A system without an archive is left out and reported.
"""

import hashlib
import json
import sys
from pathlib import Path

HOME = "https://github.com/leastwise/leastwise"
SUMMARY = "Least-privilege check of ConnectWise PSA security roles"
BREW = {
    ("macos", "arm"): "aarch64-apple-darwin",
    ("macos", "intel"): "x86_64-apple-darwin",
    ("linux", "arm"): "aarch64-unknown-linux-musl",
    ("linux", "intel"): "x86_64-unknown-linux-musl",
}
WINDOWS = ["x86_64-pc-windows-msvc", "x86_64-pc-windows-gnu"]


def main(version: str, dist: str, directory: str) -> None:
    out = Path(directory)

    def archive(target: str, ending: str) -> tuple[str, str, str] | None:
        name = f"leastwise-{target}-v{version}"
        file = Path(dist) / f"{name}.{ending}"
        if not file.exists():
            print(f"left out: {target}, because there is no {file.name}")
            return None
        url = f"{HOME}/releases/download/v{version}/{file.name}"
        return name, url, hashlib.sha256(file.read_bytes()).hexdigest()

    def write(path: str, text: str) -> None:
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        print(file)

    write("homebrew/leastwise.rb", formula(version, archive))
    windows = next((found for target in WINDOWS if (found := archive(target, "zip"))), None)
    if windows:
        name, url, digest = windows
        write("scoop/leastwise.json", scoop(version, name, url, digest))
        for path, text in winget(version, name, url, digest).items():
            write(f"winget/{path}", text)


def formula(version: str, archive) -> str:
    systems = ""
    for system in ["macos", "linux"]:
        parts = ""
        for (of, cpu), target in BREW.items():
            if of == system and (found := archive(target, "tgz")):
                _, url, digest = found
                parts += f'    on_{cpu} do\n      url "{url}"\n      sha256 "{digest}"\n    end\n'
        if parts:
            systems += f"  on_{system} do\n{parts}  end\n\n"
    return f"""class Leastwise < Formula
  desc "{SUMMARY}"
  homepage "{HOME}"
  version "{version}"
  license any_of: ["MIT", "Apache-2.0"]

{systems}  def install
    bin.install "leastwise"
    man1.install "leastwise.1"
    bash_completion.install "completions/leastwise.bash" => "leastwise"
    zsh_completion.install "completions/_leastwise"
    fish_completion.install "completions/leastwise.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{{bin}}/leastwise --version")
    assert_match "crewhu", shell_output("#{{bin}}/leastwise policy list")
  end
end
"""


def scoop(version: str, name: str, url: str, digest: str) -> str:
    document = {
        "version": version,
        "description": SUMMARY,
        "homepage": HOME,
        "license": "MIT|Apache-2.0",
        "architecture": {"64bit": {"url": url, "hash": digest, "extract_dir": name}},
        "bin": "leastwise.exe",
        "checkver": "github",
        "autoupdate": {
            "architecture": {
                "64bit": {
                    "url": url.replace(version, "$version"),
                    "extract_dir": name.replace(version, "$version"),
                    "hash": {"url": "$url.sha256"},
                }
            }
        },
    }
    return json.dumps(document, indent=4) + "\n"


def winget(version: str, name: str, url: str, digest: str) -> dict[str, str]:
    ident = f"PackageIdentifier: Leastwise.Leastwise\nPackageVersion: {version}\n"

    def end(kind: str) -> str:
        return f"ManifestType: {kind}\nManifestVersion: 1.6.0\n"

    return {
        "Leastwise.Leastwise.yaml": f"{ident}DefaultLocale: en-US\n{end('version')}",
        "Leastwise.Leastwise.locale.en-US.yaml": (
            f"{ident}PackageLocale: en-US\nPublisher: Leastwise\nPackageName: Leastwise\n"
            f"PackageUrl: {HOME}\nLicense: MIT OR Apache-2.0\nShortDescription: {SUMMARY}\n"
            f"Moniker: leastwise\n{end('defaultLocale')}"
        ),
        "Leastwise.Leastwise.installer.yaml": (
            f"{ident}InstallerType: zip\nNestedInstallerType: portable\nNestedInstallerFiles:\n"
            f"- RelativeFilePath: {name}\\leastwise.exe\n  PortableCommandAlias: leastwise\n"
            f"Installers:\n- Architecture: x64\n  InstallerUrl: {url}\n  InstallerSha256: {digest.upper()}\n"
            f"{end('installer')}"
        ),
    }


main(*sys.argv[1:])
