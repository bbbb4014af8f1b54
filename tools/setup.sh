#!/bin/sh
# Install what building, testing or measuring needs and is not here yet.
#
# usage: tools/setup.sh build [test] [bench]
#
# Packages come from Debian 12 and npm alone.  Nothing is downloaded when all
# is there already, so the second run needs no network.
set -eu
cd "$(dirname "$0")/.."

build="gcc libc6-dev meson ninja-build pkg-config python3
 libsqlite3-dev libjansson-dev libsodium-dev libssl-dev libxlsxwriter-dev
 libminizip-dev libexpat1-dev zlib1g-dev libmicrohttpd-dev"
test="libcmocka-dev libicu-dev libpq-dev postgresql-15 clang-14 llvm-14
 libclang-rt-14-dev clang-format-14 sqlite3 strace chromium"
bench="time wrk nginx-light"

wanted=""
for set in "$@"; do
	case $set in
	build) wanted="$wanted $build" ;;
	test) wanted="$wanted $test" ;;
	bench) wanted="$wanted $bench" ;;
	*) echo "setup.sh: unknown set '$set'" >&2; exit 2 ;;
	esac
done

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install() {
	echo "Installing:$*"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends "$@" >/dev/null
}

missing=""
for package in $wanted; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
		grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] || install $missing

# The units (schema/units) and the web's libraries come from npm; the browser
# tests drive Chromium through two packages more, which no build needs.
packages() {
	command -v npm >/dev/null || install nodejs npm
	echo "Fetching packages with npm"
	npm ci --ignore-scripts --no-audit --no-fund --silent "$@"
	cp package-lock.json node_modules/.hotich-lock
}
is_fetched() { cmp -s package-lock.json "node_modules/$1"; }

case " $* " in
*" test "*)
	if ! is_fetched .hotich-lock || ! is_fetched .hotich-lock-dev; then
		packages
		cp package-lock.json node_modules/.hotich-lock-dev
	fi ;;
*)
	is_fetched .hotich-lock || packages --omit=dev ;;
esac
