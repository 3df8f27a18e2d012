# What users run: build/release/kindred, the libraries it needs beside it, and the same as an archive in dist/.
# shellcheck shell=bash

command_release() {
  setup_build
  build_release || die "the release does not build"
}

build_release() {
  build_web && build_preset release kindred && quietly bundle bundle_release
}

# The binary must start on a machine that has nothing installed but glibc 2.36 or newer.
bundle_release() {
  local out=$root/build/release hash
  hash=$(fingerprint "$out/kindred" "$root/scripts/dev/release.sh" "$root/scripts/pins/openvino.txt")
  if is_stamped bundle "$hash" && [ -d "$out/lib" ]; then return 0; fi
  rm -rf "${out:?}/lib" && mkdir -p "$out/lib"
  copy_libraries "$out/kindred" "$out/lib"
  pack_archive "$out"
  stamp bundle "$hash"
}

# OpenVINO loads its CPU plugin and the frontend of its model cache by name, so ldd doesn't show them.
copy_libraries() {
  local binary=$1 lib=$2 openvino=$root/.tools/openvino/openvino/libs file
  for file in $(needed_by "$binary") "$openvino"/libopenvino_intel_cpu_plugin.so "$openvino"/libopenvino_ir_frontend.so.*; do
    install -m 755 "$(readlink -f "$file")" "$lib/$(basename "$file")"
  done
  for file in $(needed_by "$openvino/libopenvino_intel_cpu_plugin.so"); do
    [ -e "$lib/$(basename "$file")" ] || install -m 755 "$(readlink -f "$file")" "$lib/$(basename "$file")"
  done
  # shellcheck disable=SC2016
  patchelf --set-rpath '$ORIGIN' "$lib"/*
}

# The shared libraries of a program, but for the C library's own.
needed_by() {
  local found
  found=$(ldd "$1")
  if grep -q 'not found' <<<"$found"; then
    say "$1 lacks libraries: $(grep 'not found' <<<"$found")" >&2
    return 1
  fi
  sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' <<<"$found" | grep -vE '/(libc|libm|libdl|librt|libpthread|libresolv)\.so'
}

pack_archive() {
  local out=$1 version name
  version=$(sed -n 's/^project(kindred VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
  name=kindred-$version-linux-x86_64
  rm -rf dist && mkdir -p "dist/$name"
  cp -r "$out/kindred" "$out/lib" LICENSE README.md "dist/$name"
  strip --strip-unneeded "dist/$name/kindred"
  # shellcheck disable=SC2016
  patchelf --set-rpath '$ORIGIN/lib' "dist/$name/kindred"
  check_self_contained "$PWD/dist/$name"
  tar --create --gzip --owner=0 --group=0 --directory dist --file "dist/$name.tar.gz" "$name"
  rm -r "dist/${name:?}"
}

# A program that finds a library elsewhere on this machine would not start on one that lacks it.
check_self_contained() {
  local elsewhere
  elsewhere=$(needed_by "$1/kindred" | grep -vF "$1/lib/" || true)
  [ -z "$elsewhere" ] || die "the archive's program takes libraries from outside of the archive: $elsewhere"
}
