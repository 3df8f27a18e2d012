# Benchmarks: bench/NAME.cpp answers one question and prints ours, the peer's and the ratio. `web` is a script that drives a browser.
# shellcheck shell=bash

benchmarks() {
  {
    find "$root/bench" -maxdepth 1 -name '*.cpp' -printf '%f\n' | sed 's/\.cpp$//'
    echo web
  } | sort
}

bench_web() {
  build_web || return 1
  quietly web npm --prefix "$root/web" run harness || return 1
  install_npm "$root/tests/browser"
  exec node "$root/tests/browser/bench.mjs"
}

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
  if [ "$name" = web ]; then
    bench_web || die "the web app does not build"
  fi
  # The demo pictures, on which bench embed compares vectors, are made of these packages.
  if [ "$name" = embed ]; then install_npm "$root/scripts/npm-demo"; fi
  build_preset release "bench_$name" || die "bench_$name does not build"
  exec "$root/build/release/bench_$name" "$@"
}
