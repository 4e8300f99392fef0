#!/usr/bin/env bash
# Has the programs of others read what we write: those that come from Debian
# (apt-get install python3-icalendar libxml2-utils). The tests of the tag peers
# say which of them they need.
set -eu
cd "$(dirname "$0")/.."
packages=$(go list -tags peers -f '{{if .XTestGoFiles}}{{.ImportPath}}{{else if .TestGoFiles}}{{.ImportPath}}{{end}}' ./internal/...)
go test -tags peers -run 'Peer' -vet=off -timeout 15m $packages
