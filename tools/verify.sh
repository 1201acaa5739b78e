#!/bin/sh
# Runs every generator and fails when that changes a file. What was already
# changed in the work tree before is left alone and not held against anybody.
set -eu

state() {
  git diff HEAD --no-ext-diff
  git ls-files --others --exclude-standard -z | xargs -0 -r sha256sum
}

before=$(mktemp)
after=$(mktemp)
trap 'rm -f "$before" "$after"' EXIT

state >"$before"
go generate ./...
state >"$after"
if ! diff "$before" "$after"; then
  echo 'generated files were not up to date: commit the difference above' >&2
  exit 1
fi
echo 'generated files are up to date'
