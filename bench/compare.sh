#!/bin/bash
# A revision beside this tree as it stands: builds the revision in a temporary worktree beside the repository, runs both in turn
# (A B A B …) with short runs, and prints for each figure both medians and the median of the pairwise ratios, this tree to the revision,
# with the least and the greatest.
#   [PAIRS=5] [SALES=1] bench/compare.sh REVISION [BENCH …]
#   BENCH: rules s3 s4 s5 s6 s8 s9 s10 s11 s12 s13 write remote; all of them otherwise, meant for half an hour on two idle cores
#   SALES=100: this tree's s8, s10, s13 and write spread the lots over so many sales, the revision's do not; HEAD as the revision
#   then compares many sales with one
# A run that fails is named and left out, and the exit code is 1.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
revision=$(git rev-parse --verify --short "${1:?usage: bench/compare.sh REVISION [BENCH …]}^{commit}")
shift
all=(rules s3 s4 s5 s6 s8 s9 s10 s11 s12 s13 write remote)
[ $# -gt 0 ] && benches=("$@") || benches=("${all[@]}")
for bench in "${benches[@]}"; do
  [[ " ${all[*]} " == *" $bench "* ]] || { echo "There is no benchmark $bench; there are ${all[*]}." >&2; exit 2; }
done
pairs=${PAIRS:-5} sales=${SALES:-1}
# Without it the compiler's own work is in every figure of a short run.
export DOTNET_TieredCompilation=${DOTNET_TieredCompilation-0}

# On the same disk as this tree, and open to the user that PostgreSQL runs as.
work=$(mktemp -d "$(dirname "$here")/compare.XXXXXX")
chmod 755 "$work"
trap 'git worktree remove --force "$work/tree" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
git worktree add --detach --quiet "$work/tree" "$revision"
for tree in "$work/tree" "$here"; do
  for project in Floor Journal RemoteBids Rules; do
    echo "building bench/$project in $tree" >&2
    dotnet build "$tree/bench/$project" -c Release -v quiet -nologo >"$work/build" 2>&1 ||
      { cat "$work/build" >&2; exit 1; }
  done
done

run() {
  local bin=bin/Release/net10.0 short=(--rounds 1 --warm-seconds 2 --seconds 2) spread=()
  [ "$2" = B ] && [ "$sales" -gt 1 ] && spread=(--sales "$sales")
  case $1 in
    rules) dotnet exec bench/Rules/$bin/rules-bench.dll 1 100000 rounds ;;
    remote) dotnet exec bench/RemoteBids/$bin/AkkaAuction.Bench.RemoteBids.dll --rounds 1 --scale 0.3 ;;
    s3) dotnet exec bench/Floor/$bin/floor-bench.dll s3 --rounds 1 --warm 1 --bids 400000 ;;
    s5 | s6) dotnet exec bench/Floor/$bin/floor-bench.dll "$1" "${short[@]}" --depths 16 ;;
    s11) dotnet exec bench/Floor/$bin/floor-bench.dll s11 ;;
    s4 | s12) dotnet exec bench/Floor/$bin/floor-bench.dll "$1" "${short[@]}" ;;
    s8)
      for depth in 16 256; do
        dotnet exec bench/Journal/$bin/journal-bench.dll s8 "${short[@]}" "${spread[@]}" --depth $depth | sed "s/^/depth $depth: /" || return
      done ;;
    # The figures are those of the last round: the first one is half the compiler's.
    s13) dotnet exec bench/Journal/$bin/journal-bench.dll s13 "${spread[@]}" --rounds 3 --facts 300000 ;;
    write) dotnet exec bench/Journal/$bin/journal-bench.dll write "${spread[@]}" --rounds 3 --facts 200000 ;;
    s9) dotnet exec bench/Journal/$bin/journal-bench.dll s9 "${short[@]}" ;;
    s10) dotnet exec bench/Journal/$bin/journal-bench.dll s10 "${short[@]}" "${spread[@]}" ;;
  esac
}

failed=0 began=$SECONDS
for bench in "${benches[@]}"; do
  for ((pair = 1; pair <= pairs; pair++)); do
    for side in A B; do
      tree=$here
      [ $side = A ] && tree=$work/tree
      echo "$bench, pair $pair, $side" >&2
      if ! (cd "$tree" && run "$bench" $side >"$work/out" 2>"$work/err"); then
        failed=1
        echo "$bench failed on side $side of pair $pair:" >&2
        tail -5 "$work/err" >&2
        continue
      fi
      sed -nEf bench/compare.sed "$work/out" | sed "s/^/$bench\t$pair\t$side\t/" >"$work/run"
      cat "$work/run" >>"$work/figures"
      [ -s "$work/run" ] && continue
      failed=1
      echo "$bench on side $side of pair $pair printed nothing that bench/compare.sed knows:" >&2
      head -5 "$work/out" >&2
    done
  done
done

minutes=$(((SECONDS - began + 59) / 60))
with=""
[ "$sales" -gt 1 ] && with=" with $sales sales"
echo "A: $revision, B: this tree$with; $pairs pairs; $(nproc) processors, load $(cut -d' ' -f1-3 /proc/loadavg); $minutes minutes"
touch "$work/figures"
awk -F'\t' -f bench/compare.awk "$work/figures"
exit $failed
