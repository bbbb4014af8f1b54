#!/bin/sh
# What `make run` shows: a demonstration commune, walked from file to package,
# then served at http://127.0.0.1:8080 until Ctrl+C (SERVE=no: not served).
# usage: tools/demo.sh HOTICH FOLDER
#
# FOLDER/input is made once and then kept: change a row there, run again, and
# the summary changes.  Everything else in FOLDER is made anew.
set -eu
"$1" demo "$2" --profile dailanh
[ "${SERVE:-yes}" != no ] || exit 0
exec "$1" serve "$2" --listen "${LISTEN:-127.0.0.1:8080}"
