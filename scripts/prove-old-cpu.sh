#!/usr/bin/env bash
# Proves that the release runs on a CPU without AVX (x86-64-v2, about 2009): qemu-user plays a Westmere.
#   ./dev release && scripts/prove-old-cpu.sh
#
# One picture is embedded, and is the same vector as on this machine's own CPU; a folder is imported and embedded, and one search by that
# picture finds it first. Needs Debian's qemu-user.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kindred=$root/build/release/kindred
model=$root/models/demo-clip
picture=$root/models/demo-clip/golden/rgb_scene_256.png
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

old_cpu() { qemu-x86_64 -cpu Westmere "$kindred" "$@"; }

[ -x "$kindred" ] || { echo "prove-old-cpu: run ./dev release first" >&2 && exit 1; }

"$kindred" embed --model "$model" --precision fp32 --out "$work/here.npy" "$picture"
old_cpu embed --model "$model" --precision fp32 --out "$work/old.npy" "$picture"
/usr/bin/python3 - "$work/here.npy" "$work/old.npy" <<'PYTHON'
import struct, sys

def row(path):
    content = open(path, "rb").read()
    body = content[10 + struct.unpack("<H", content[8:10])[0]:]
    return struct.unpack(f"<{len(body) // 4}f", body)

here, old = map(row, sys.argv[1:])
cosine = sum(a * b for a, b in zip(here, old, strict=True))
print(f"prove-old-cpu: embedded one picture; its cosine with the one of this machine's own CPU is {cosine:.7f}")
sys.exit(cosine < 0.99999)
PYTHON

mkdir "$work/pictures"
cp "$root"/models/demo-clip/golden/rgb_*.png "$root"/models/demo-clip/golden/rgb_*.jpg "$work/pictures"
old_cpu import "$work/pictures" --dataset proof --version v1 --model 'kindred||demo-clip||emoji' --data "$work/data"
found=$(old_cpu search --image "$picture" --limit 1 --data "$work/data")
echo "prove-old-cpu: searching by ${picture##*/} found: $found"
[[ $found == *"${picture##*/}"* ]]
echo "prove-old-cpu: a Westmere embeds and searches"
