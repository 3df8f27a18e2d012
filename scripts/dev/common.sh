# What every ./dev command shares: messages, root rights, stamps. $root is the repository's folder.
# shellcheck shell=bash

tools=$root/.tools
logs=$root/build/logs
cores=$(nproc)

say() { printf '%s\n' "$*"; }

die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --preserve-env=DEBIAN_FRONTEND "$@"
  else
    die "'$*' needs root: run ./dev as root or install sudo"
  fi
}

# logged NAME COMMAND…: runs the command with its output in build/logs/NAME.log.
# A function runs in a process of its own: bash switches `set -e` off inside a function that is called in a condition,
# and nothing inside can switch it on again.
logged() {
  local log=$logs/$1.log
  shift
  if [ "$(type -t "$1")" = function ]; then set -- "$root/dev" internal "$@"; fi
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null
}

# quietly NAME COMMAND…: logged, and the end of the log is shown on failure.
quietly() {
  local status=0
  logged "$@" || status=$?
  [ $status = 0 ] || show_log_end "$1" $status
  return $status
}

show_log_end() {
  say "--- $1 failed with status $2; the end of build/logs/$1.log:"
  tail -n 40 "$logs/$1.log"
  say "---"
}

# A stamp remembers the hash of what a step was made from. Steps whose stamp agrees are skipped.
fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }
is_stamped() { [ "$(cat "$tools/stamps/$1" 2>/dev/null)" = "$2" ]; }
stamp() {
  mkdir -p "$tools/stamps"
  printf '%s\n' "$2" >"$tools/stamps/$1"
}

# The hash of every file below the folders, built ones apart, by name and content.
tree_fingerprint() {
  find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}
