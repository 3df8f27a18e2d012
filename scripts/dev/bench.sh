# Benchmarks: bench/NAME.cpp answers one question and prints ours, the peer's and the ratio.
# shellcheck shell=bash

benchmarks() { find "$root/bench" -maxdepth 1 -name '*.cpp' -printf '%f\n' | sed 's/\.cpp$//' | sort; }

command_bench() {
  local name=${1:-}
  if [ -z "$name" ]; then
    say "usage: ./dev bench NAME [ARGUMENTS], where NAME is one of:"
    benchmarks
    return 0
  fi
  shift
  benchmarks | grep -qxF "$name" || die "there is no bench/$name.cpp; ./dev bench lists what there is"
  setup_build
  # The demo pictures, on which bench embed compares vectors, are made of these packages.
  if [ "$name" = embed ]; then install_npm "$root/scripts/npm-demo"; fi
  build_preset release "bench_$name" || die "bench_$name does not build"
  exec "$root/build/release/bench_$name" "$@"
}
