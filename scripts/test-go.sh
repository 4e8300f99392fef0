#!/usr/bin/env bash
# Tests all Go packages, those with goroutines with the race detector, if it can be built:
# it needs cgo, and so a C compiler, which a machine with only Go may lack.
set -eu
cd "$(dirname "$0")/.."
race=-race
if [ "$(go env CGO_ENABLED)" != 1 ] || ! command -v "$(go env CC)" >/dev/null; then
	echo 'No C compiler here: the tests run without the race detector.' >&2
	race=""
fi
plain=$(scripts/race.sh plain)
concurrent=$(scripts/race.sh)
failed=0
# shellcheck disable=SC2086 # one argument for each package
go test -tags browser -vet=off -timeout 15m $plain || failed=1
# shellcheck disable=SC2086
go test -tags browser -vet=off -timeout 15m $race $concurrent || failed=1
exit "$failed"
