#!/usr/bin/env bash
# Lists the packages with tests whose tests run with the race detector, or, after
# the word "plain", the others.
#
# The race detector finds a race only between running goroutines. It is used for packages
# that start goroutines, guard shared data, or serve HTTP in a test. The others are
# functions of their arguments; if several goroutines use them, the tests of the using
# package run with it. It takes three to five times the CPU time, and a separate compilation.
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
