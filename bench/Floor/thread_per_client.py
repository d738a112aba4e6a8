"""S6's baseline: the floor's timed round as one thread per client, with one lock around the lots. It does what the load
generator asks for: HELLO, ROUND 1 OPEN once everybody is there, BID with its checks and ids, and the results when the round is over."""
import argparse
import os
import re
import secrets
import socket
import sys
import threading
from datetime import datetime, timezone
from decimal import Decimal

options = argparse.ArgumentParser()
for name, default in (("mode", ""), ("connections", "100"), ("lots", "100"), ("round-seconds", "10")):
    options.add_argument("--" + name, default=default)
options = options.parse_args()
lots, bidders = int(options.lots), int(options.connections)

AMOUNT = re.compile(r"\d{1,15}(\.\d{1,2})?$")
START = 100
lock = threading.Lock()
prices = [{} for _ in range(lots)]  # of each lot, every bidder's highest bid, minor units
ids = {}  # (bidder, id): the bid and its answer
seq = 0
members = {}
is_open = False


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def money(minor):
    return f"{minor // 100}.{minor % 100:02}"


def bid(name, words):
    global seq
    lot, text, ident = words[1], words[2], words[3]
    number = int(lot[4:]) - 1
    if not 0 <= number < lots:
        return f'REFUSED {ident} {lot} 201 price=- next=- "no such lot"\n'
    if not AMOUNT.match(text):
        return f'REFUSED {ident} {lot} 205 price={money(START)} next={money(START + 1)} "not an amount"\n'
    amount = int(Decimal(text) * 100)
    with lock:
        known = ids.get((name, ident))
        if known:
            return known[1] if known[0] == (lot, amount) else f'REFUSED {ident} {lot} 209 price=- next=- "this id was used for another bid"\n'
        if not is_open:
            return f'REFUSED {ident} {lot} 202 price={money(START)} next={money(START + 1)} "not open yet"\n'
        own = prices[number].get(name, START)
        if amount <= own:
            return f'REFUSED {ident} {lot} 204 price={money(START)} next={money(own + 1)} "too low; bid what next= says or more"\n'
        prices[number][name] = amount
        seq += 1
        answer = f"ACCEPTED {ident} {lot} {text} {seq}\n"
        ids[name, ident] = ((lot, amount), answer)
        return answer


def close():
    global is_open, seq
    with lock:
        is_open = False
        lines, sold = [], 0
        for number, bids in enumerate(prices):
            if not bids:
                continue
            seq += 1
            sold += 1
            winner = max(bids, key=bids.get)
            lines.append(f"SOLD {seq} lot-{number + 1} {money(bids[winner])} to={winner} units=0\n")
        lines.append(f"END {seq} sold={sold} unsold={lots - sold}\n")
        text = "".join(lines).encode()
    for connection in members.values():
        try:
            connection.sendall(text)
        except OSError as gone:
            print(gone, file=sys.stderr)


def serve(connection):
    try:
        answer(connection)
    except (ConnectionResetError, BrokenPipeError):
        pass  # The client has what it came for.


def answer(connection):
    global is_open
    name = None
    reader = connection.makefile("rb")
    for line in reader:
        words = line.decode().rstrip("\r\n").split(" ")
        if words[0] == "HELLO":
            name = words[1]
            connection.sendall(f"WELCOME {name} {secrets.token_hex(16)} time={now()}\nREADY {seq}\n".encode())
            with lock:
                members[name] = connection
                everybody = len(members) == bidders
            if everybody:
                with lock:
                    is_open = True
                threading.Timer(float(options.round_seconds), close).start()
                for other in members.values():
                    other.sendall(f"ROUND 1 OPEN {seq} closes={now()}\n".encode())
        elif words[0] == "BID" and name:
            connection.sendall(bid(name, words).encode())
        else:
            connection.sendall(b'ERROR 101 "unknown verb"\n')


listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
print(listener.getsockname()[1], flush=True)


def accept():
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
for _ in sys.stdin:
    used = os.times()
    print(0, int((used.user + used.system) * 1000), 0, flush=True)
os._exit(0)
