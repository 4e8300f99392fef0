#!/usr/bin/env bash
# Generates in a copy of the work tree and compares, so that a tree with changes is
# checked with them and stays unchanged.
set -eu
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/before" "$copy/after"
git ls-files -z --cached --others --exclude-standard |
	while IFS= read -r -d '' file; do
		if [ -e "$file" ]; then printf '%s\0' "$file"; fi
	done >"$copy/files"
for side in before after; do
	tar --null --files-from="$copy/files" -cf - | tar -xf - -C "$copy/$side"
done
(cd "$copy/after" && go generate ./...)
if ! diff -r "$copy/before" "$copy/after" >"$copy/changes"; then
	head -n 100 "$copy/changes"
	echo 'What is generated is not up to date: make generate' >&2
	exit 1
fi
