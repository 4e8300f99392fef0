#!/usr/bin/env bash
# Says -race where the race detector can be built. It needs cgo and with it a C
# compiler, which a machine with Go alone may lack.
set -eu
if [ "$(go env CGO_ENABLED)" = 1 ] && command -v "$(go env CC)" >/dev/null; then
	echo -race
else
	echo 'No C compiler here: the tests run without the race detector.' >&2
fi
