# Builds Kindred and serves a demo workspace.
# shellcheck shell=bash

emoji_folder=$root/scripts/npm-demo/node_modules/@lobehub/fluent-emoji-3d/assets
emojibase_folder=$root/scripts/npm-demo/node_modules/emojibase-data

command_demo() {
  command_release
  install_npm "$root/scripts/npm-demo"
  exec "$root/build/release/kindred" demo --emoji "$emoji_folder" --emojibase "$emojibase_folder" --data "$root/.cache/demo" \
    --listen 127.0.0.1:8080 "$@"
}
