# The web app: web/dist from web/.
# shellcheck shell=bash

build_web() {
  local hash
  install_npm "$root/web"
  hash=$(tree_fingerprint web)
  if is_stamped web "$hash" && [ -f "$root/web/dist/index.html" ]; then return 0; fi
  say "Building the web app"
  quietly web npm --prefix "$root/web" run build || return 1
  stamp web "$hash"
}

check_types() {
  cd "$root/web" || return 1
  npm run check
}
