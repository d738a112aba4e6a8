#!/bin/sh
# PostgreSQL's side of S9: a server of its own in a temporary folder on this disk, one row, so many clients that each raise its price with synchronous commit.
# Prints the updates per second as its last line.
#   bench/Journal/postgres.sh SECONDS CLIENTS
set -e
seconds="${1:-3}" clients="${2:-32}"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
if [ -z "$bin" ]; then
  apt-get update -qq >&2 && apt-get install -y -qq postgresql >&2
  bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
fi
home="$(cd "$(dirname "$0")/../.." && pwd)/.journal-bench"
mkdir -p "$home"
data=$(mktemp -d "$home/postgres.XXXXXX")
# PostgreSQL refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" = 0 ] && chown postgres "$data" && chmod 711 "$home"
trap 'as "$bin/pg_ctl" -D "$data/db" -m immediate stop >/dev/null 2>&1; rm -rf "$data"' EXIT
cd "$data"
as "$bin/initdb" -D "$data/db" -A trust -U bench >/dev/null
as "$bin/pg_ctl" -D "$data/db" -w -l "$data/log" -o "-k $data -h '' -c synchronous_commit=on -c fsync=on -c max_connections=200" start >/dev/null
as "$bin/psql" -q -h "$data" -U bench postgres -c "CREATE TABLE lots (id text PRIMARY KEY, price bigint NOT NULL, leader text); INSERT INTO lots VALUES ('lamp', 1, NULL)"
printf '%s\n' "UPDATE lots SET price = price + 1, leader = 'bidder-' || :client_id WHERE id = 'lamp';" > "$data/bid.sql"
chmod 644 "$data/bid.sql"
as "$bin/pgbench" -n -M prepared -c "$clients" -j 2 -T "$seconds" -f "$data/bid.sql" -h "$data" -U bench postgres 2>/dev/null | sed -n 's/^tps = \([0-9.]*\).*/\1/p'
