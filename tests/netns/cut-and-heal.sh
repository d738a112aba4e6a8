#!/usr/bin/env bash
# Two hosts as network namespaces of this machine, with one cable between them: an auctioneer on one, remote bidders on the other. The cable is
# pulled for a moment, then for so long that both sides give each other up, each time with a bid on its way; then it is put back. At the
# end nothing was lost and nothing doubled: every account agrees with the house's, and each bid that was on its way is in the journal once.
#
#     tests/netns/cut-and-heal.sh AUCTIONEER.dll BIDDER.dll
#     tests/netns/cut-and-heal.sh --can-run
#
# Needs root and iproute2. Exits with 77, and says why, where it cannot run; 0 when all is well; 1 when it is not.
set -euo pipefail

skip() { echo "skipped: $*"; exit 77; }
[ "${1:-}" = --can-run ] || [ $# -eq 2 ] || { echo "usage: $0 AUCTIONEER.dll BIDDER.dll" >&2; exit 2; }
command -v ip > /dev/null || skip "there is no ip: install iproute2"
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
house=house-$$ node=node-$$ work=$(mktemp -d) started=()
ip netns add "$house" 2> /dev/null || skip "this machine lets nobody make a network namespace"

end() {
    for process in "${started[@]}"; do kill -9 "$process" 2> /dev/null || true; done
    wait 2> /dev/null || true
    ip netns del "$house" 2> /dev/null || true
    ip netns del "$node" 2> /dev/null || true
    rm -rf "$work"
}
trap end EXIT

ip netns add "$node"
ip link add "h$$" netns "$house" type veth peer name "n$$" netns "$node" 2> /dev/null || skip "this machine has no cables (veth) for namespaces"
ip -n "$house" addr add 10.81.10.1/24 dev "h$$"
ip -n "$node" addr add 10.81.10.2/24 dev "n$$"
[ "$1" != --can-run ] || exit 0
auctioneer=$(realpath "$1") bidder=$(realpath "$2") dotnet=${DOTNET_HOST_PATH:-dotnet}
for host in "$house" "$node"; do ip -n "$host" link set lo up; done
cable() { ip -n "$node" link set "n$$" "$1"; ip -n "$house" link set "h$$" "$1"; }
cable up

fail() {
    echo "FAILED: $*"
    for file in "$work"/*.out "$work"/*.err; do echo "--- ${file##*/}"; tail -n 40 "$file"; done
    exit 1
}
# Waits for a line with this text in a file, from the line on at which it was left: tail hears from the system that the file has grown.
declare -A seen
until_line() {
    local file=$work/$1 text=$2 from=${seen[$1]:-1} at lines
    exec {lines}< <(exec tail -n "+$from" -f -- "$file" 2> /dev/null)
    local tail=$!
    at=$(timeout 90 grep -nF -m1 -- "$text" <&"$lines" | cut -d: -f1) || true
    kill "$tail" 2> /dev/null || true
    exec {lines}<&-
    [ -n "$at" ] || fail "no \"$text\" in $1 within 90 seconds"
    seen[$1]=$((from + at))
}
run() { # name, namespace, arguments: standard input is what is written to $work/NAME.in
    mkfifo "$work/$1.in"
    : > "$work/$1.out" > "$work/$1.err"
    ip netns exec "$2" "$dotnet" exec "${@:3}" < "$work/$1.in" > "$work/$1.out" 2> "$work/$1.err" &
    started+=($!)
    exec {fd}> "$work/$1.in"
    eval "say_$1() { echo \"\$*\" >&$fd; }; done_$1() { exec $fd>&-; }"
}

cat > "$work/lots.conf" <<'LOTS'
lots = [
  { id = lamp, title = "Desk lamp", start = 20, units = 20 }
  { id = teacups, title = Teacups, start = "8.50", units = 12 }
]
LOTS
run serve "$house" "$auctioneer" serve --catalogue "$work/lots.conf" --journal "$work/sale.db" --set auction.doors.remote.host=10.81.10.1 \
    --set auction.doors.floor.port=0 --set auction.doors.room.port=off --set auction.doors.sealed.port=off --set auction.doors.remote.silence=2s \
    --set auction.sale.bidders-to-start=14 --set auction.rounds.length=1h --set auction.rounds.close-when-all-acted=on
until_line serve.out "floor door open on"
until_line serve.out "remote door open on"
floor=$(grep -oE 'floor door open on .*' "$work/serve.out" | cut -d' ' -f5)
remote=$(grep -oE 'akka\.tcp://.*' "$work/serve.out")

run bots "$node" "$bidder" bots --auctioneer "$remote" --count 6 --name remote --chance 0.4 --json
run locals "$house" "$bidder" bots --connect "$floor" --count 6 --name local --chance 0.4 --json
run nora "$node" "$bidder" play --auctioneer "$remote" --name nora
run ben "$house" "$bidder" play --connect "$floor" --name ben
until_line serve.out "Round 1 is open"
until_line nora.out "Round 1 opens"

echo "The cable is out for a moment; a bid is on its way."
cable down
say_nora bid lamp 700
# How long is part of the story: less than the silence that ends it, and nothing is concluded from it.
read -rt 1 <> <(:) || true
cable up
until_line nora.out "Taken: 700.00 on lamp."
say_ben pass
until_line serve.out "lamp (Desk lamp) is won by nora at 700.00 USD"
until_line nora.out "Round 2 opens"

echo "The cable is out until both sides give each other up; a bid is on its way."
cable down
say_nora bid lamp 701
until_line bots.err "coming back as a new node"
cable up
until_line nora.out "Connected again."
until_line nora.out "Taken: 701.00 on lamp."
say_ben pass
until_line serve.out "lamp (Desk lamp) is won by nora at 701.00 USD"
until_line nora.out "Round 3 opens"

say_nora quit
say_ben quit
until_line serve.out "Final account of sale 1"
until_line serve.out "spent"
for fleet in bots locals; do until_line "$fleet.out" '"ended": true'; done
# Both fleets end by themselves: their accounts are whole then.
for process in "${started[@]:1:2}"; do wait "$process" || fail "bots ended with $?"; done

# "bidder lot price", a line for each unit.
of_fleet() {
    awk -F'"' '$2 == "name" { name = $4 } $2 == "lot" { lot = $4 } $2 == "price" { print name, lot, $4 }' "$work/$1.out"
}
"$dotnet" exec "$auctioneer" export "$work/sale.db" --what bids > "$work/bids.out" 2> "$work/bids.err" || fail "the journal cannot be read"
awk '/^Final account/ { on = 1 } on && NF >= 4 && $NF == "USD" && $1 != "spent" && $1 != "Lot" {
         if (NF == 5) { who = $1; print who, $2, $4 } else if (NF == 4) print who, $1, $3 }' "$work/serve.out" | sort > "$work/house.account"
{ of_fleet bots; of_fleet locals; echo "nora lamp 700.00"; echo "nora lamp 701.00"; } | sort > "$work/bidders.account"
diff "$work/house.account" "$work/bidders.account" > "$work/accounts.out" || fail "the accounts differ (house <, bidders >)"
# Departures are lines on the house's screen, one for each node, and nothing in its log.
[ "$(grep -cE '^node 10\.81\.10\.2:[0-9]+ is gone, (6 bidders|1 bidder) let go$' "$work/serve.out")" -ge 2 ] || fail "the house did not say that both nodes were gone"
[ ! -s "$work/serve.err" ] || fail "the house's standard error is not empty"
for amount in 700.00 701.00; do
    bids=$(grep -cE ",nora,[^,]+,${amount/./\\.}," "$work/bids.out" || true)
    [ "$bids" = 1 ] || fail "the journal has $bids bids of $amount"
done
echo "Nothing lost, nothing doubled: $(wc -l < "$work/house.account") units, every account agrees."
