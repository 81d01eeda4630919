#!/usr/bin/env bash
# What the tests meet for real and Python cannot install: Dovecot (IMAP) and Chromium.
set -euo pipefail

missing=()
command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then as_root=(); else as_root=(sudo -n); fi
    if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
        echo "Installing ${missing[*]}..."
        "${as_root[@]}" apt-get update -qq
        DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
            "${missing[@]}" fonts-dejavu-core fonts-lato fonts-noto-color-emoji >/dev/null
        exit 0
    fi
fi
echo "The tests need ${missing[*]}: install them (Debian or Ubuntu: apt install ${missing[*]}; macOS: brew install dovecot, brew install --cask chromium), then run make test again." >&2
exit 1
