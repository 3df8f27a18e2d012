#!/usr/bin/env bash
# Writes scripts/pins/python-tests.txt from python-tests.in: the newest versions that fit together, each with its checksum.
# Run it to raise the versions; ./dev setup test then makes the environment anew.
set -euo pipefail

pins=$(cd "$(dirname "${BASH_SOURCE[0]}")/pins" && pwd)
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT

/usr/bin/python3 -m pip download --quiet --only-binary :all: --dest "$wheels" --requirement "$pins/python-tests.in"
{
  echo "# The official SDK and what tests are written with, for CPython 3.11 on x86-64 Linux."
  echo "# Written by scripts/pin-python.sh from python-tests.in."
  for wheel in "$wheels"/*.whl; do
    IFS=- read -r name version _ <<<"$(basename "$wheel")"
    echo "${name//_/-}==$version --hash=sha256:$(sha256sum "$wheel" | cut -d' ' -f1)"
  done | LC_ALL=C sort
} >"$pins/python-tests.txt"
