#!/usr/bin/env bash
# Proves that a clone on an empty Debian 12 needs nothing else:
#   sudo scripts/prove-empty-debian.sh FOLDER [COMMAND…]      (COMMAND is './dev test' unless given)
#
# Makes a minimal Debian 12 in FOLDER with debootstrap (kept and used again when it is there already), puts a fresh clone of HEAD
# into it, and runs the command inside by chroot. The package sources, certificates and client settings of this machine are
# copied in, since a machine behind a mirror reaches its registries only with them.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ $# -ge 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" && exit 2; }
[ "$(id -u)" = 0 ] || { echo "prove-empty-debian: needs root, for debootstrap and chroot" >&2 && exit 1; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- ./dev test

# The first Debian mirror that apt itself uses here.
# shellcheck disable=SC2016  # apt-get expands it
debian_mirror() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1; }

make_root() {
  [ -x "$folder/bin/bash" ] && return 0
  debootstrap --variant=minbase bookworm "$folder" "$(debian_mirror)"
}

# Copies a file or folder of this machine to the same place inside, where there is one.
copy_in() {
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    mkdir -p "$folder$(dirname "$path")"
    rm -rf "${folder:?}$path" && cp -rLT "$path" "$folder$path"
  done
}

configure_root() {
  copy_in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/npmrc "$HOME/.npmrc" "$HOME/.config/pip/pip.conf" /etc/ssl/certs \
    /usr/local/share/ca-certificates # Debian's ca-certificates, installed inside, makes its bundle anew from this folder too
  # Debian's own sources only: an empty Debian 12 knows no others.
  rm -f "$folder/etc/apt/sources.list"
  copy_in /etc/apt/sources.list.d/debian.sources
  [ -e "$folder/etc/apt/sources.list.d/debian.sources" ] || copy_in /etc/apt/sources.list
}

clone_in() {
  rm -rf "$folder/src/kindred"
  mkdir -p "$folder/src"
  git clone --quiet "$repository" "$folder/src/kindred"
}

mounted=()
unmount_all() {
  local i
  for ((i = ${#mounted[@]} - 1; i >= 0; i--)); do umount --lazy "${mounted[i]}"; done
}
mount_in() {
  mkdir -p "$folder$1"
  mount --bind "$1" "$folder$1"
  mounted+=("$folder$1")
}

make_root
configure_root
clone_in
trap unmount_all EXIT
for path in /proc /dev /dev/shm /dev/pts; do
  mountpoint -q "$path" && mount_in "$path"
done
echo "prove-empty-debian: $* in $folder/src/kindred"
chroot "$folder" /usr/bin/env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CI=true bash -c 'cd /src/kindred && exec "$@"' bash "$@" </dev/null
