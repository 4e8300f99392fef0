#!/usr/bin/env bash
# Ensures that there is a Chromium for the browser tests. On Debian as root it installs
# one; elsewhere it reports what is missing.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" -eq 0 ] && [ -e /etc/debian_version ]; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends chromium
	exit 0
fi
echo 'The browser tests need Chromium or Chrome in PATH. Install it with your package manager (Debian: apt-get install chromium).' >&2
exit 1
