#!/bin/sh
# Installs what tests need and is missing, or says what to install.
#
#   tools/need.sh PROBE:PACKAGE…
#
# PROBE is a command, or a part of a font's file name; PACKAGE is Debian's.
set -eu

present() {
  command -v "$1" >/dev/null 2>&1 || fc-list 2>/dev/null | grep -q "$1"
}

missing=
for pair in "$@"; do
  present "${pair%%:*}" || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root='sudo -n'
if ! command -v apt-get >/dev/null 2>&1 || ! $as_root true 2>/dev/null; then
  echo "the tests need:$missing (names of Debian packages); install them and run again" >&2
  exit 1
fi
echo "installing for the tests:$missing"
$as_root apt-get update -q >/dev/null
# shellcheck disable=SC2086 # a list of packages
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing >/dev/null
