#!/usr/bin/env bash
# Runs every check, also after one has failed, and says at the end how each
# went. Fails where one did.
set -u
cd "$(dirname "$0")/.."

steps=(check-format lint check-generated test-playground test-go test-clients)
passed=0
failed=0
summary=""
for step in "${steps[@]}"; do
	printf '\n== make %s\n' "$step"
	start=$SECONDS
	if make --no-print-directory "$step"; then
		passed=$((passed + 1))
		result=passed
	else
		failed=$((failed + 1))
		result=FAILED
	fi
	summary+=$(printf '%-16s %-7s %4d s' "$step" "$result" $((SECONDS - start)))$'\n'
done
printf '\n== summary, after %d s\n%s%d passed, %d failed\n' "$SECONDS" "$summary" "$passed" "$failed"
[ "$failed" -eq 0 ]
