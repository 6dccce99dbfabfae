# Shared by the scripts in this directory. Sourced with bash, from the root of the repository.
# shellcheck shell=bash

set -euo pipefail
export CARGO_TERM_COLOR=never LC_ALL=C

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
# The date of the commit, so that the same commit gives the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH

# Programs, documents and packages. `build` fills the first two, the other scripts the last.
out=${LEASTWISE_PACKAGES:-$PWD/target/package}
bin=$out/bin
share=$out/share
dist=$out/dist
# `dev` makes larger programs in a third of the time, for trying the packages.
profile=${LEASTWISE_PROFILE:-release}
mkdir -p "$bin" "$share" "$dist"

linux=x86_64-unknown-linux-musl
windows=x86_64-pc-windows-gnu

# Reserved for results: the other output of `artifacts` goes to a log.
say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Exits with 77, which `artifacts` reports as skipped.
skip() {
  printf 'skipped: %s\n' "$*"
  exit 77
}

# Installs Debian packages if the first argument, a program or a path, is missing.
need() {
  local what=$1
  shift
  there "$what" && return
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    skip "\`$what\` is missing, and this script can only install it as root on Debian"
  fi
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  there "$what" || skip "\`$what\` is not in the package $1"
}

there() {
  command -v "$1" >/dev/null || { [[ $1 == /* ]] && [ -e "$1" ]; }
}

# The file name of the program of a target.
program() {
  case "$1" in *windows*) echo leastwise.exe ;; *) echo leastwise ;; esac
}

# Fails unless the program of a target was built.
built() {
  [ -e "$bin/$1/$(program "$1")" ] || fail "build it first: package/build $1"
}

# The tar options that leave out everything but names, modes and contents.
stable_tar() {
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu "$@"
}

# A new directory, removed at the end of the script.
scratch() {
  local made
  made=$(mktemp -d)
  cleanup+=("$made")
  clean=$made
}
cleanup=()
trap 'for each in ${cleanup[@]+"${cleanup[@]}"}; do rm -rf "$each"; done' EXIT

# Whether this machine runs programs of a target.
runs() {
  case "$(uname -s)-$(uname -m)-$1" in
    Linux-x86_64-x86_64-unknown-linux-* | Linux-aarch64-aarch64-unknown-linux-*) ;;
    Darwin-x86_64-x86_64-apple-darwin | Darwin-arm64-aarch64-apple-darwin) ;;
    *) return 1 ;;
  esac
}

# Runs the README's first check with an installed program, in a directory that holds only the role.
# Usage: first_check DIRECTORY COMMAND...
first_check() {
  local directory=$1 code=0 text
  shift
  mkdir -p "$directory"
  cp examples/roles/cloudblue-missing-delete.json examples/roles/cloudblue-exact.json "$directory/"
  text=$(cd "$directory" && "$@" --version)
  [[ $text == "leastwise $version"* ]] || fail "\`--version\` printed: $text"
  text=$(cd "$directory" && "$@" check cloudblue-missing-delete.json -p cloudblue-reseller-marketplace) || code=$?
  [ "$code" = 1 ] || fail "the check of a role that lacks a level ended with $code: $text"
  [[ $text == *"Finance / Agreements: set Delete to All"* ]] ||
    fail "the check reported something else: $text"
  code=0
  (cd "$directory" && "$@" check cloudblue-exact.json -p cloudblue-reseller-marketplace >/dev/null) || code=$?
  [ "$code" = 0 ] || fail "the check of an exact role ended with $code"
}
