#!/usr/bin/env bash
# Compares the executor with the one that gqlgen generates for the same schema, in worlds of
# generated content, and measures both. gqlgen's is generated here: some 80,000 lines, which
# git ignores, and which only a build with the tag reference includes.
#
#	WORLDS=8 scripts/test-reference.sh    how many worlds
set -eu
cd "$(dirname "$0")/.."
go run ./graph/internal/exectest/stockgen
go vet -tags reference ./graph ./graph/internal/exec
go test -tags reference -vet=off ./graph -run '^TestReference' -secret-seeds "${WORLDS:-8}" -v -timeout 20m
go test -tags reference -vet=off ./graph -run '^$' -bench '^BenchmarkReference' -benchmem -timeout 10m
