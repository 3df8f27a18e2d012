# Formatting and static checks of our own files.
# shellcheck shell=bash

cpp_files() { git ls-files --cached --others --exclude-standard -- 'src/*.cpp' 'src/*.h' 'bench/*.cpp' 'bench/*.h' 'tests/*.cpp' 'tests/*.h'; }

command_format() {
  setup_test
  cpp_files | xargs clang-format-19 -i
}

check_format() { cpp_files | xargs clang-format-19 --dry-run --Werror; }

# `dev` sources scripts/dev, so those are read through it, knowing each other's names.
check_shell() { shellcheck --external-sources --check-sourced dev .ci/run scripts/*.sh; }

command_lint() {
  setup_test
  local failed=0
  quietly configure-dev cmake --preset dev || die "the dev preset does not configure"
  quietly shellcheck check_shell || failed=1
  clang_tidy "$@" || failed=1
  if [ -f web/package.json ]; then
    install_npm "$root/web"
    quietly tsc check_types || failed=1
  fi
  [ $failed = 0 ] || die "lint found the problems above"
  say "lint: clean"
}

# clang_tidy [FILE…]: all sources that the dev preset compiles, or the given ones. The compile commands are GCC's, so options
# that Clang doesn't know are passed over.
clang_tidy() {
  local files=("$@")
  [ ${#files[@]} -gt 0 ] || mapfile -t files < <(cpp_files | grep '\.cpp$')
  printf '%s\0' "${files[@]}" | xargs -0 -P "$cores" -n 1 \
    clang-tidy-19 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings generated' >&2)
}
