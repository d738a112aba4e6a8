#!/bin/sh
# Installs a Debian package when a program of it is missing, without starting its service.
#   bench/Peers/install.sh PROGRAM PACKAGE
set -e
[ -n "$(command -v "$1")" ] && exit
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
timeout 300 apt-get update -qq >&2
timeout 300 apt-get install -y -qq "$2" >&2
