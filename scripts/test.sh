#!/usr/bin/env bash
# Runs every check, also after one has failed, and reports the result of each, with its
# seconds and its CPU seconds. Fails if one did.
set -u
cd "$(dirname "$0")/.."

steps=(check-format lint check-generated test-playground test-go test-clients)
clock=$(mktemp)
trap 'rm -f "$clock"' EXIT
# Sets cpu to the CPU seconds of the finished commands. A subshell would see only its own,
# so the output of times goes through a file.
count() {
	times >"$clock"
	cpu=$(awk -F '[ms ]+' 'NR == 2 { printf "%d", $1 * 60 + $2 + $3 * 60 + $4 }' "$clock")
}
passed=0
failed=0
summary=""
for step in "${steps[@]}"; do
	printf '\n== make %s\n' "$step"
	start=$SECONDS
	count
	startCPU=$cpu
	if make --no-print-directory "$step"; then
		passed=$((passed + 1))
		result=passed
	else
		failed=$((failed + 1))
		result=FAILED
	fi
	count
	summary+=$(printf '%-16s %-7s %4d s %5d CPU s' "$step" "$result" $((SECONDS - start)) $((cpu - startCPU)))$'\n'
done
printf '\n== summary, after %d s, %d CPU s\n%s%d passed, %d failed\n' "$SECONDS" "$cpu" "$summary" "$passed" "$failed"
[ "$failed" -eq 0 ]
