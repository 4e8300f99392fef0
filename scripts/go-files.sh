#!/usr/bin/env bash
# Lists the hand-written Go files, separated by NUL: those that git tracks or would add,
# without generated code.
set -eu
cd "$(dirname "$0")/.."
git ls-files -z --cached --others --exclude-standard -- '*.go' ':!graph/internal/gen' ':!graph/internal/exectest/gen' ':!graph/internal/model/models_gen.go' |
	while IFS= read -r -d '' file; do
		if [ -e "$file" ]; then printf '%s\0' "$file"; fi
	done
