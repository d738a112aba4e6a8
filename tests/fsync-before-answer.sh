#!/bin/sh
# Shows with strace that a bid is on the disk before it is answered. Starts a house, bids once and compares the order of the system calls:
# the journal writes its log, then syncs it, and only then the door sends the answer. Installs strace and netcat (Debian) where missing.
#   tests/fsync-before-answer.sh [auctioneer]     the program; built when it is not given
set -e
cd "$(dirname "$0")/.."
command -v strace >/dev/null && command -v nc >/dev/null || { apt-get update -qq && apt-get install -y -qq strace netcat-openbsd; } >&2
house="$1"
if [ -z "$house" ]; then
  dotnet build src/Auctioneer -c Release -v q --nologo >&2
  house=src/Auctioneer/bin/Release/net10.0/auctioneer
fi
work=$(mktemp -d)
cleanup() {
  [ -n "$traced" ] && kill "$(cat "$work/pid" 2>/dev/null)" 2>/dev/null
  wait "$traced" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
# The pid is the house's, not strace's: the shell that becomes it writes it down.
strace -f -qq -yy -tt -s 200 -e trace=pwrite64,write,fsync,fdatasync,sendmsg,sendto -o "$work/calls" \
  sh -c 'echo $$ > "$1/pid"; exec "$2" serve --journal "$1/auction.db" --set auction.doors.floor.port=0 --set auction.doors.room.port=off \
    --set auction.doors.sealed.port=off --set auction.doors.remote.port=off' sh "$work" "$house" \
  > "$work/screen" 2>&1 &
traced=$!
tries=0
until port=$(sed -n 's/^floor door open on .*:\([0-9]*\)$/\1/p' "$work/screen") && [ -n "$port" ]; do
  tries=$((tries + 1)); [ "$tries" -lt 300 ] || { cat "$work/screen" >&2; exit 1; }
  sleep 0.1
done
{ echo "HELLO ann"; sleep 1; echo "BID lamp 25 shown"; sleep 1; echo QUIT; } | nc -q 3 127.0.0.1 "$port" > "$work/heard"
grep -q '^ACCEPTED shown' "$work/heard" || { echo "The bid was not accepted:"; cat "$work/heard"; exit 1; } >&2

awk '
  /auction\.db-wal/ && /pwrite64|write\(/ && !/resumed/ { written = NR; wline = $0 }
  /auction\.db-wal/ && /fsync|fdatasync/ { pid = $1; pending[pid] = 1; if ($0 !~ /unfinished/) { synced = NR; sline = $0 } }
  /(fsync|fdatasync) resumed/ && pending[$1] { synced = NR; sline = $0 }
  /ACCEPTED shown/ {
    answered = NR; ok = (written < synced && synced < answered)
    print "log written:  " substr(wline, 1, 110); print "log synced:   " substr(sline, 1, 110); print "bid answered: " substr($0, 1, 160)
    exit
  }
  END {
    if (!answered) { print "No answer was seen among the system calls."; exit 1 }
    if (!ok) { print "WRONG ORDER"; exit 1 }
    print "The bid was on the disk before it was answered."
  }
' "$work/calls"
