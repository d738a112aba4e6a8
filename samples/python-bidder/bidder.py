"""A bidder in another language: the line protocol of docs/reference/protocol-floor.md, with Python's standard library only.

usage: bidder.py HOST PORT [NAME] [BUDGET]

In each round it bids the lowest amount that would do on the cheapest lot that its budget allows, or passes.
"""
import re
import socket
import sys
from decimal import Decimal


def main(host, port, name="python", budget="100.00"):
    left, lots, bids = Decimal(budget), {}, 0
    with socket.create_connection((host, int(port))) as house:
        lines = house.makefile("r", encoding="utf-8", newline="\n")

        def say(line):
            house.sendall((line + "\n").encode())

        say(f"HELLO {name}")
        for line in lines:
            # A quoted value may hold spaces; fields that are not known here are skipped, and so are verbs.
            words = re.findall(r'(?:[^\s"]|"(?:\\.|[^"\\])*")+', line)
            fields = dict(word.split("=", 1) for word in words if "=" in word)
            match words:
                case ["LOT", lot, *_] if fields["form"] == "rounds":
                    lots[lot] = Decimal(fields["next"])
                case ["PRICE", _, lot, *_] if lot in lots:
                    lots[lot] = Decimal(fields["next"]) if fields["next"] != "-" else lots[lot]
                case ["CLOSED", _, lot, *_]:
                    lots.pop(lot, None)
                case ["ROUND", _, "OPEN", *_]:
                    lot = min(lots, key=lots.get, default=None)
                    if lot is not None and lots[lot] <= left:
                        bids += 1
                        say(f"BID {lot} {lots[lot]} python-{bids}")
                    else:
                        say("PASS")
                case ["REFUSED", _, lot, code, *_]:
                    print(f"{lot}: refused, {code}; {fields['next']} would do")
                case ["WON", _, lot, price]:
                    left -= Decimal(price)
                    print(f"won {lot} for {price}, {left} left", flush=True)
                case ["ERROR", code, *_]:
                    sys.exit(line.strip())
                case ["END", *_]:
                    say("QUIT")
    print(f"the sale is over, {Decimal(budget) - left} spent")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4, 5):
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except OSError as fault:
        sys.exit(f"{sys.argv[1]}:{sys.argv[2]}: {fault}; is a house open there?")
