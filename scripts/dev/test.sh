# Runs every test. Each step says what it counted and how long it took; full logs are in build/logs. The last line is the sum.
# shellcheck shell=bash

test_steps=(format shell web dev headers sanitize tsan fuzz release api browser)

passed=0 failed=0 skipped=0
lsan_options=suppressions=$root/tests/leak_suppressions.txt:print_suppressions=0

command_test() {
  if [ "${1:-}" = list ]; then
    say "${test_steps[*]}"
    return 0
  fi
  setup_test
  local steps=("$@") step started=$SECONDS
  [ ${#steps[@]} -gt 0 ] || steps=("${test_steps[@]}")
  for step in "${steps[@]}"; do
    [ "$(type -t "test_$step")" = function ] || die "there is no test step '$step'; ./dev test list names them"
    timed "$step"
  done
  say "all steps took $((SECONDS - started)) s"
  local skips=""
  [ $skipped = 0 ] || skips=", $skipped skipped"
  say "$passed passed, $failed failed$skips"
  [ $failed = 0 ]
}

timed() {
  local started=$SECONDS before_passed=$passed before_failed=$failed
  "test_$1"
  printf '%-9s %5d passed %3d failed %5d s\n' "$1" $((passed - before_passed)) $((failed - before_failed)) $((SECONDS - started))
}

# --- Counting

# check NAME COMMAND…: one test that passes when the command does.
check() {
  if quietly "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    return 1
  fi
}

# suite NAME COMMAND…: a test runner that writes build/logs/NAME.xml. What failed is shown from that file. The runner's exit status is
# believed as well as its file: one that fails without a failed test, writes nothing or runs no test counts as one failure.
suite() {
  local name=$1 status=0 counts more_passed more_failed more_skipped
  rm -f "$logs/$name.xml"
  logged "$@" || status=$?
  if ! counts=$("$python" "$root/scripts/dev/test_results.py" "$logs/$name.xml" 2>>"$logs/$name.log"); then
    show_log_end "$name" $status
    failed=$((failed + 1))
    return
  fi
  read -r more_passed more_failed more_skipped <<<"$counts" # its first line
  if [ "$more_failed" != 0 ]; then
    tail -n +2 <<<"$counts"
  elif [ $status != 0 ] || [ "$more_passed" = 0 ]; then
    show_log_end "$name" $status
    more_failed=1
  fi
  passed=$((passed + more_passed)) failed=$((failed + more_failed)) skipped=$((skipped + more_skipped))
}

# --- The web app, which the program carries

test_web() {
  check build-web build_web || return 0
  check tsc check_types || true
  suite vitest run_vitest
}

run_vitest() {
  cd "$root/web" || return 1
  npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit="$logs/vitest.xml"
}

# --- C++

test_format() { check format check_format || true; }

test_shell() { check shellcheck check_shell || true; }

test_dev() {
  check configure-and-build-dev build_preset dev || return 0
  suite ctest-dev run_ctest dev
}

# Each public header compiles alone, and includes no module that its own may not use.
test_headers() { check headers build_preset dev all_verify_interface_header_sets || true; }

# The modules below `api`: what is above only passes their results on, and is tested over HTTP.
test_sanitize() { test_under sanitize "$(configured sanitize programs_of sanitize test | grep -vxE '(api|cli)_test')"; }

# ThreadSanitizer can't see into OpenVINO and TBB, so it watches the modules with threads that link neither.
test_tsan() { test_under tsan "base_test vectors_test projection_test jobs_test store_test"; }

# test_under PRESET "PROGRAM…": builds the programs and runs their tests.
test_under() {
  local preset=$1 programs modules
  read -r -a programs <<<"$(tr '\n' ' ' <<<"$2")"
  check "configure-and-build-$preset" build_preset "$preset" "${programs[@]}" || return 0
  modules=$(printf '%s|' "${programs[@]%_test}")
  suite "ctest-$preset" run_ctest "$preset" --tests-regex "^(${modules%|})\\."
}

# configured PRESET COMMAND…: the command, after the preset was configured.
configured() {
  quietly "configure-$1" cmake --preset "$1" >&2
  "${@:2}"
}

run_ctest() {
  local preset=$1
  shift
  # Without it OpenVINO's TBB refuses to load into a sanitized program; CMakePresets.json sets it for those who call ctest themselves.
  TBB_ENABLE_SANITIZERS=1 LSAN_OPTIONS=$lsan_options ctest --test-dir "build/$preset" --output-junit "$logs/ctest-$preset.xml" --output-on-failure --no-tests=error --parallel "$cores" "$@"
}

# --- Fuzzers

fuzz_seconds=20

test_fuzz() {
  local fuzzers name
  mapfile -t fuzzers < <(configured fuzz programs_of fuzz fuzz)
  check find-fuzzers test ${#fuzzers[@]} -gt 0 || return 0
  check build-fuzzers build_preset fuzz "${fuzzers[@]}" || return 0
  rm -rf "$logs/fuzz" && mkdir -p "$logs/fuzz"
  printf '%s\n' "${fuzzers[@]}" | xargs -P "$cores" -I{} "$root/dev" internal fuzz_once {} || true
  for name in "${fuzzers[@]}"; do
    check "fuzz-$name" fuzzer_found_nothing "$name" || true
  done
}

# Finds grow a copy, so that the committed seeds stay as they are. An input that fails stays in build/logs/fuzz.
fuzz_once() {
  local name=$1 corpus status=0
  corpus=$(mktemp -d)
  cp -r "tests/fuzz/corpus/$name/." "$corpus"
  LSAN_OPTIONS=$lsan_options \
    "build/fuzz/$name" -max_total_time=$fuzz_seconds -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$logs/fuzz/$name-" "$corpus" >"$logs/fuzz/$name.log" 2>&1 || status=$?
  rm -rf "$corpus"
  echo $status >"$logs/fuzz/$name.status"
}

fuzzer_found_nothing() {
  tail -n 30 "$logs/fuzz/$1.log"
  [ "$(cat "$logs/fuzz/$1.status")" = 0 ]
}

# --- Through the whole program

test_release() { check release build_release || true; }

# Scripts of requests, the unmodified official SDK, and kills at random moments, each against a server of its own.
test_api() { suite pytest run_pytest; }

run_pytest() {
  build_preset dev vectors_test || return 1 # its laws run on a stand-in for Qdrant too
  export KINDRED_VECTORS_TEST=$root/build/dev/vectors_test
  export KINDRED_BINARY=$root/build/release/kindred KINDRED_EMOJI=$emoji_folder KINDRED_EMOJIBASE=$emojibase_folder
  "$test_python" -m pytest -q --junitxml="$logs/pytest.xml" tests/api tests/demo tests/sdk tests/kill tests/vectors
}

test_browser() {
  install_npm "$root/tests/browser"
  suite browser run_browser
}

run_browser() {
  export KINDRED_BINARY=$root/build/release/kindred KINDRED_EMOJI=$emoji_folder KINDRED_EMOJIBASE=$emojibase_folder
  cd "$root/tests/browser" || return 1
  node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination="$logs/browser.xml"
}
