#!/usr/bin/env bash
# Runs every fuzz target of every package for FUZZTIME each. What covers new code
# is made smaller by few tries only: else slow targets do nothing but that, for a
# minute each time.
set -eu
cd "$(dirname "$0")/.."
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		printf '== %s %s\n' "$package" "$target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" -fuzzminimizetime 10x "$package"
	done
done
