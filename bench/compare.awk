# Figures, one a line: bench, pair, side A or B, name, value. Prints both medians, and the median of the pairs' ratios with the least
# and the greatest.
function sort(list, n,    i, j, value) {
    for (i = 2; i <= n; i++) {
        value = list[i]
        for (j = i - 1; j > 0 && list[j] > value; j--) list[j + 1] = list[j]
        list[j + 1] = value
    }
}
function median(list, n) {
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}
function show(value) {
    return value >= 100 ? sprintf("%.0f", value) : sprintf("%.3g", value)
}
{
    name = $1 ": " $4
    gsub(",", "", $5)
    if (!(name in seen)) { names[++count] = name; seen[name] = 1 }
    if ($2 > pairs) pairs = $2
    values[name, $2, $3] = $5 + 0
    has[name, $2, $3] = 1
}
END {
    printf "%-74s %12s %12s   %s\n", "", "A", "B", "B/A"
    for (i = 1; i <= count; i++) {
        name = names[i]
        n = 0
        zero = 0
        for (pair = 1; pair <= pairs; pair++) {
            if (!((name, pair, "A") in has) || !((name, pair, "B") in has)) continue
            a[++n] = values[name, pair, "A"]
            b[n] = values[name, pair, "B"]
            if (a[n] == 0) zero = 1
            else ratio[n] = b[n] / a[n]
        }
        if (n == 0) { printf "%-74s only one side has it\n", name; continue }
        if (!zero) sort(ratio, n)
        sort(a, n)
        sort(b, n)
        between = zero ? "-" : sprintf("%.2f (%.2f–%.2f)", median(ratio, n), ratio[1], ratio[n])
        printf "%-74s %12s %12s   %s%s\n", name, show(median(a, n)), show(median(b, n)), between, n < pairs ? "  " n " pairs" : ""
    }
}
