#!/usr/bin/env bash
# Tests all Go packages, those with goroutines with the race detector, if it can be built:
# it needs cgo, and so a C compiler, which a machine with only Go may lack. The tests in a
# browser run without it: it would watch only the code that drives the browser.
set -eu
cd "$(dirname "$0")/.."
race=-race
if [ "$(go env CGO_ENABLED)" != 1 ] || ! command -v "$(go env CC)" >/dev/null; then
	echo 'No C compiler here: the tests run without the race detector.' >&2
	race=""
fi
plain=$(scripts/race.sh plain)
concurrent=$(scripts/race.sh)
tagged=$(grep -l '^//go:build browser' e2e/*_test.go)
# shellcheck disable=SC2086 # one argument for each file
browser=$(grep -ho '^func Test[A-Za-z0-9]*' $tagged | sed 's/func //' | paste -sd '|')
failed=0
# shellcheck disable=SC2086 # one argument for each package
go test -vet=off -timeout 15m $plain || failed=1
go test -tags browser -vet=off -timeout 15m ./e2e -run "^($browser)\$" || failed=1
# shellcheck disable=SC2086
go test -vet=off -timeout 15m $race $concurrent || failed=1
exit "$failed"
