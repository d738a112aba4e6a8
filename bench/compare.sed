# What the benchmarks print, as figures: a name, a tab, a value. One rule for each kind of line; thousands keep their commas.
# S3: bids and answers in memory
s|^round [0-9]+: +(.*a message) +replies only .* lot +([0-9,]+)/s .* ([0-9]+) B/bid .* and ([0-9]+) ns/bid.*|\1, bids/s\t\2\n\1, ns of processor a bid\t\4\n\1, B a bid\t\3|p
# S4, S5, S6: over TCP, beside a baseline
s|^depth +([0-9]+) round [0-9]+: .*/s +([^ ]+) +([0-9,]+)/s +ratio .* ([0-9]+) B/bid .*cpu [0-9]+ and ([0-9]+) ns/line.*|depth \1, bids/s\t\3\ndepth \1, ns of processor a line\t\5\ndepth \1, B a bid\t\4|p
# S12: fan-out
s|^round [0-9]+: send loop .* house +([0-9,]+)/s .*cpu [0-9]+ and ([0-9]+) ns/line.*|deliveries/s\t\1\nns of processor a line\t\2|p
# S11: many lots
s|^[0-9,]+ lots stand after .*, ([0-9,]+)/s.*|put up, lots/s\t\1|p
s|^memory: ([0-9,]+) B (a lot that waits\|an open lot).*|B \2\t\1|p
s|^all open .*, ([0-9,]+)/s.*|opened, lots/s\t\1|p
s|^closed after their deadlines: p50 ([0-9,]+) ms, p99 ([0-9,]+) ms.*|closed late, p50, ms\t\1\nclosed late, p99, ms\t\2|p
# S8, S9, S10: durable bids
s|^(depth [0-9]+: )?.*  (disk\|one lot) +([0-9,]+)/s .* ([0-9]+) B/bid ([0-9]+) ns cpu/bid.*|\1bids/s\t\3\n\1ns of processor a bid\t\5\n\1B a bid\t\4|p
# S13: coming back
s|.*the house is back in ([0-9.]+) s \(([0-9.]+) s of processor\).*|every fact, s\t\1\nevery fact, s of processor\t\2|p
s|.*back from a snapshot .* in ([0-9.]+) s \(([0-9.]+) s of processor\).*|snapshot, s\t\1\nsnapshot, s of processor\t\2|p
# The journal alone
s|^append +([0-9]+) ns +store +([0-9]+) ns +of processor per bid; ([0-9]+) bytes.*|append, ns of processor a bid\t\1\nstore, ns of processor a bid\t\2\nB a bid\t\3|p
s|^head file: ([0-9]+) ns of processor per commit.*|head file, ns of processor a commit\t\1|p
# Remote bids
# Here and before 28 November 2026: the same figures under other words. Round 0 compiles.
s~^(bids at the house|round [1-9][0-9]*: house) +(one message each|1 a message|50 a message) +([0-9,]+) /s +processor +([0-9.]+) µs there, +([0-9.]+) here.*~at the house, \2, bids/s\t\3\nat the house, \2, µs of processor there\t\4\nat the house, \2, µs of processor here\t\5~
s~^(the same sent back|round [1-9][0-9]*: echo) +(one message each|1 a message|50 a message) +([0-9,]+) /s +processor +([0-9.]+) µs there, +([0-9.]+) here.*~sent back, \2, bids/s\t\3\nsent back, \2, µs of processor there\t\4\nsent back, \2, µs of processor here\t\5~
/^(at the house|sent back), /{
s/one message each/1 a message/g
p
d
}
# S1: the rules alone
s|^([a-z][a-z ]*[a-z]) +([0-9,]+) +([0-9]+) +([0-9]+) ?% +([0-9.]+) +[0-9.]+-[0-9.]+ +([0-9]+) +[0-9]+ ?% +([0-9.]+).*|\1, \2 lots, \3 threads, \4 % taken, M decisions/s\t\5\n\1, \2 lots, \3 threads, \4 % taken, ns of processor\t\6\n\1, \2 lots, \3 threads, \4 % taken, B a decision\t\7|p
