#!/usr/bin/env bash
# Runs the tests that compare with other programs: those with the build tag peers, and
# search beside SQLite, which is slow to compile. If a program is missing, it fails and
# names the Debian package.
set -eu
cd "$(dirname "$0")/.."
missing=""
need() { command -v "$1" >/dev/null || missing+=" $2"; }
need exiftool libimage-exiftool-perl
need jpegtran libjpeg-turbo-progs
need dwebp webp
need jpgicc liblcms2-utils
need ffmpeg ffmpeg
need ffprobe ffmpeg
needModule() { /usr/bin/python3 -c "import $1" 2>/dev/null || missing+=" $2"; }
# Debian's modules are for its own Python, which may not be the first in PATH.
needModule podcastparser python3-podcastparser
needModule icalendar python3-icalendar
if [ -n "$missing" ]; then
	echo "These tests need programs that are not here: apt-get install$missing" >&2
	exit 1
fi
packages=$(git ls-files --cached --others --exclude-standard -- '*_test.go' | xargs grep -l '^//go:build peers' | xargs -n 1 dirname | sort -u | sed 's,^,./,')
# shellcheck disable=SC2086 # one argument for each package
go test -tags peers -run Peer -vet=off $packages
go test -tags sqlite -run TestBars ./bench/relevance
