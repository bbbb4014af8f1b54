#!/bin/sh
# What `make run` shows: a demonstration commune, walked from file to package.
# usage: tools/demo.sh HOTICH FOLDER
#
# FOLDER/input is made once and then kept: change a row there, run again, and
# the summary changes.  Everything else in FOLDER is made anew.
set -eu
exec "$1" demo "$2" --profile dailanh
