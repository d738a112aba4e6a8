#!/bin/sh
# PostgreSQL, a server of its own in a temporary folder on this disk with fsync and synchronous commit on, reached by a socket in that
# folder alone. Installed where it is missing, stopped at the end.
#   bench/Journal/postgres.sh SECONDS CLIENTS    S9: one row, so many clients that each raise its price; prints the updates per second
#                                                as its last line
#   bench/Journal/postgres.sh serve [SECONDS]    S15: prints the socket's folder and the server's process id, and serves until standard
#                                                input ends or SECONDS are over
set -e
for bin in /usr/lib/postgresql/*/bin; do :; done
if [ ! -d "$bin" ]; then
  "$(dirname "$0")/../Peers/install.sh" pg_ctl postgresql
  for bin in /usr/lib/postgresql/*/bin; do :; done
fi
home="$(cd "$(dirname "$0")/../.." && pwd)/.journal-bench"
mkdir -p "$home"
data=$(mktemp -d "$home/postgres.XXXXXX")
# PostgreSQL refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || { chown postgres "$data" && chmod 711 "$home"; }
trap 'as "$bin/pg_ctl" -D "$data/db" -m immediate stop >/dev/null 2>&1; rm -rf "$data"' EXIT
trap 'exit 1' HUP INT TERM
cd "$data"
as "$bin/initdb" -D "$data/db" -A trust -U bench >/dev/null
as "$bin/pg_ctl" -D "$data/db" -w -l "$data/log" \
  -o "-k $data -h '' -c synchronous_commit=on -c fsync=on -c max_connections=200" start >/dev/null

if [ "$1" = serve ]; then
  echo "$data $(head -1 "$data/db/postmaster.pid")"
  timeout "${2:-600}" cat >/dev/null || true
  exit
fi
seconds="${1:-3}" clients="${2:-32}"
as "$bin/psql" -q -h "$data" -U bench postgres \
  -c "CREATE TABLE lots (id text PRIMARY KEY, price bigint NOT NULL, leader text); INSERT INTO lots VALUES ('lamp', 1, NULL)"
printf '%s\n' "UPDATE lots SET price = price + 1, leader = 'bidder-' || :client_id WHERE id = 'lamp';" > "$data/bid.sql"
chmod 644 "$data/bid.sql"
as "$bin/pgbench" -n -M prepared -c "$clients" -j 2 -T "$seconds" -f "$data/bid.sql" -h "$data" -U bench postgres 2>/dev/null |
  sed -n 's/^tps = \([0-9.]*\).*/\1/p'
