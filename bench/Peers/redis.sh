#!/bin/bash
# Redis as S16 wants it: every write on the disk before its answer, on a free port of the loopback, with its files in FOLDER. Prints
# the port and the process id, serves until standard input ends or SECONDS are over, and stops the server. Started again on the same
# folder, it replays what it finds there.
#   bench/Peers/redis.sh FOLDER [SECONDS]
set -euo pipefail
folder=$1 seconds=${2:-600}
"$(dirname "$0")/install.sh" redis-server redis-server
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" || true; fi; }
trap stop EXIT

for _ in {1..20}; do
  port=$((20000 + RANDOM % 12000))
  redis-server --bind 127.0.0.1 --port "$port" --dir "$folder" --logfile "$folder/log" --save '' \
    --appendonly yes --appendfsync always --auto-aof-rewrite-percentage 0 >&2 &
  server=$!
  for _ in {1..300}; do
    # A taken port ends the server: the next one is tried.
    kill -0 "$server" 2>/dev/null || break
    if [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ]; then
      echo "$port $server"
      while read -r -t "$seconds" _; do :; done
      exit 0
    fi
    sleep 0.1
  done
  stop
  server=
done
echo "Redis did not start: $(tail -1 "$folder/log")" >&2
exit 1
