#!/usr/bin/env bash
# Runs the long tests one after the other and prints a table of the results with date and commit: simulated houses, kills, 1,000 sales at
# once, the order of system calls, two hosts with a cable. Exits 1 when one fails. Needs root and apt-get where strace, netcat or iproute2
# are missing.
#   tests/full.sh [--write] [SEEDS] [KILLS]     10,000 and 100 when not given; --write puts the table into docs/develop/long-runs.md
set -uo pipefail
cd "$(dirname "$0")/.."
write=
if [ "${1:-}" = --write ]; then write=docs/develop/long-runs.md; shift; fi
seeds=${1:-10000} kills=${2:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 rows=()
commit=$(git rev-parse --short HEAD)
git diff --quiet HEAD || commit="$commit, with changes"

# what, the text that says it has passed, command
run() {
    local what=$1 passed=$2 from=$SECONDS result=passed said
    shift 2
    echo "== $what: $*"
    "$@" 2>&1 | tee "$work/out" || result=FAILED
    said=$(grep -aoE "$passed" "$work/out" | tail -n 1)
    [ -n "$said" ] || result=FAILED
    [ "$result" = passed ] || failed=1
    rows+=("| $what | $result | ${said:-nothing} | $(((SECONDS - from) / 60)) min $(((SECONDS - from) % 60)) s |")
}

command -v ip > /dev/null || { apt-get update -qq && apt-get install -y -qq iproute2; }
for program in Auctioneer Bidder; do
    dotnet build "src/$program" -c Release --verbosity quiet --nologo || exit 1
done
house=src/Auctioneer/bin/Release/net10.0/auctioneer bidder=src/Bidder/bin/Release/net10.0/bidder
run "$seeds simulated houses" '[0-9]+ seeds, .* no promise is broken' tests/simulate.sh "$seeds"
run "$kills kills under load, ten sales" '[0-9]+ kills, .*' tests/crash.sh "$kills"
run "1,000 sales of 100 lots at once" '1000 sales of 100 lots, .*' tests/many-sales.sh 1000 100
run "order of system calls" 'The bid was on the disk before it was answered.' tests/fsync-before-answer.sh "$house"
run "two hosts, the cable cut and healed" 'Nothing lost, nothing doubled.*' tests/netns/cut-and-heal.sh "$house.dll" "$bidder.dll"

{
    echo "$(date -u +%F), commit $commit, $(nproc) processors:"
    echo
    echo "| test | result | it says | time |"
    echo "|---|---|---|---|"
    printf '%s\n' "${rows[@]}"
} > "$work/table"
echo
cat "$work/table"
if [ -n "$write" ]; then
    # Everything below the heading is the last result.
    { sed '/^## Last result$/q' "$write"; echo; cat "$work/table"; } > "$work/page" && cat "$work/page" > "$write"
fi
exit "$failed"
