#!/usr/bin/env bash
# Runs the fast Go tests, and reports what it leaves out: the tests in slow-tests.txt, and
# what this script lists.
set -euo pipefail
cd "$(dirname "$0")/.."
cat <<'LEFT'
make test-fast leaves out what make test has:
  the race detector
  tests in a browser (the build tag browser), of the editors' page, and of the clients
  make lint, make check-format and make check-generated
LEFT
skip=""
while read -r test package why; do
	case $test in '' | '#'*) continue ;; esac
	if [ "$(git ls-files --cached --others --exclude-standard '*_test.go' | xargs grep -l "^func $test(t " | xargs -n 1 dirname)" != "$package" ]; then
		echo "scripts/slow-tests.txt: $test is not a test of $package alone" >&2
		exit 1
	fi
	printf '  %-44s %s: %s\n' "$test" "$package" "$why"
	skip+="|$test"
done <scripts/slow-tests.txt
go test -vet=off -skip "^(${skip#|})\$" ./...
