#!/usr/bin/env bash
# Runs every fuzz target of every package for FUZZTIME each. Inputs that cover new code
# are minimised with only a few tries: otherwise slow targets do nothing else, for a minute
# each time.
set -eu
cd "$(dirname "$0")/.."
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		printf '== %s %s\n' "$package" "$target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" -fuzzminimizetime 10x "$package"
	done
done
