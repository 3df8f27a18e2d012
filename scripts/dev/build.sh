# Configures and builds the presets of CMakePresets.json.
# shellcheck shell=bash

# Clones in different folders share ccache's results: paths below the clone are made relative.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

command_build() {
  local preset=${1:-dev}
  case $preset in
    release) setup_build ;;
    *) setup_test ;;
  esac
  build_web || die "the web app does not build"
  build_preset "$preset" || die "preset $preset does not build"
}

# build_preset PRESET [TARGET…]
build_preset() {
  local preset=$1
  shift
  quietly "configure-$preset" cmake --preset "$preset" && quietly "build-$preset" cmake --build "build/$preset" --parallel "$cores" ${1:+--target "$@"}
}

# The names of a configured preset's programs that end in _SUFFIX, one a line (base_test …, tokenizer_fuzz …).
programs_of() { ninja -C "build/$1" -t targets all | sed -n "s/^\([a-z0-9_]*_$2\): CXX_EXECUTABLE_LINKER.*/\1/p" | sort -u; }
