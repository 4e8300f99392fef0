#!/usr/bin/env bash
# Lists the packages with tests whose tests run with the race detector, or, after
# the word "plain", the others.
#
# The race detector sees a race only where two goroutines run. Its tests are those
# of packages that start goroutines, guard what several share, or serve HTTP in a
# test. The others are functions of their arguments; where they are used by several
# goroutines, the tests of the package that uses them run with it. It takes three to
# five times the processor time, and a compilation of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-race}
# shellcheck disable=SC2016 # of go list
go list -tags browser -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}} {{.Dir}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}} {{end}}' ./... |
	while read -r package dir imports; do
		kind=plain
		case " $imports " in *' sync '* | *' sync/atomic '* | *' golang.org/x/sync/'* | *' net/http/httptest '*) kind=race ;; esac
		if grep -qE '^\s*(defer )?go [a-zA-Z_(]' "$dir"/*.go; then kind=race; fi
		if [ "$kind" = "$want" ]; then echo "$package"; fi
	done
