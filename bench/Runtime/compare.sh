#!/bin/sh
# Both suppliers in turn, so many rounds: compare.sh ROUNDS SCALE [NAMES]. Where each was built: OURS, THEIRS (folders).
# A table: the median of each, the median of the paired ratios with the least and the greatest.
set -eu
rounds=${1:-5}; scale=${2:-0.2}; only=${3:-}
log=$(mktemp); trap 'rm -f "$log"' EXIT
round=1
while [ "$round" -le "$rounds" ]; do
    for supplier in ours theirs; do
        if [ "$supplier" = ours ]; then folder=$OURS; else folder=$THEIRS; fi
        dotnet "$folder/AkkaAuction.Bench.Runtime.dll" --scale "$scale" ${only:+--only "$only"} | grep '/s' | sed "s|^|$round;$supplier;|" >> "$log"
    done
    round=$((round + 1))
done
sed 's/,//g' "$log" | awk -F';' '
    function median(list, n,   a, i, j, t) {
        split(list, a, " ")
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (a[j] + 0 < a[i] + 0) { t = a[i]; a[i] = a[j]; a[j] = t }
        least = a[1]; greatest = a[n]
        return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
    }
    {
        at = match($3, / +[0-9.]+ +\/s/); name = substr($3, 1, at - 1); split(substr($3, at), f, " ")
        if (!(name in seen)) { seen[name] = 1; order[++names] = name }
        rate[$2, name, $1] = f[1]; cpu[$2, name] = cpu[$2, name] " " f[3]; bytes[$2, name] = bytes[$2, name] " " f[6]
        rates[$2, name] = rates[$2, name] " " f[1]; if ($1 > n) n = $1
    }
    END {
        print "| | ours /s | packages /s | ratio (least–greatest) | cpu ns ours : packages | bytes ours : packages |"
        print "|---|---:|---:|---:|---:|---:|"
        for (i = 1; i <= names; i++) {
            name = order[i]; ratios = ""
            for (r = 1; r <= n; r++) ratios = ratios " " rate["ours", name, r] / rate["theirs", name, r]
            ratio = median(ratios, n); spread = sprintf("%.1f–%.1f", least, greatest)
            printf "| %s | %d k | %d k | **%.1f** (%s) | %d : %d | %.0f : %.0f |\n", name, median(rates["ours", name], n) / 1000, median(rates["theirs", name], n) / 1000,
                ratio, spread, median(cpu["ours", name], n), median(cpu["theirs", name], n), median(bytes["ours", name], n), median(bytes["theirs", name], n)
        }
    }'
