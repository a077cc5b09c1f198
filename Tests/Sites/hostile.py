#!/usr/bin/python3
"""Does to a collector what strangers do, and sees whether others are still served.

    hostile.py PORT CA TOKEN PID

Half requests on a thousand connections, bombs, depth, and endless bodies; the memory of the
process grows by less than 64 MiB, and a reader is answered all the while.
"""

import gzip
import http.client
import json
import socket
import ssl
import sys

GROWTH_AT_MOST = 64 << 20
port, authority, token, pid = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
context = ssl.create_default_context(cafile=authority)


def memory():
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmRSS"))


def ask(method, path, body=None, headers=None):
    connection = http.client.HTTPSConnection("localhost", port, timeout=20, context=context)
    words = {"Authorization": f"Bearer {token}", **(headers or {})}
    try:
        connection.request(method, path, body, words)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        # It may hang up on what it will not read to its end.
        return 0
    finally:
        connection.close()


def endless(count):
    for _ in range(count):
        yield b"x" * 65536


faults = []


def expect(what, status, wanted):
    if status not in wanted:
        faults.append(f"{what}: {status}, needed one of {wanted}")


for _ in range(20):
    expect("a reader", ask("GET", "/api/v1/sites"), [200])
before = memory()
connections = []
for _ in range(1000):
    plain = socket.create_connection(("localhost", port), timeout=20)
    if len(connections) % 2:
        plain = context.wrap_socket(plain, server_hostname="localhost")
        plain.sendall(b"POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\nX: ")
    connections.append(plain)
expect("a reader beside a thousand half requests", ask("GET", "/api/v1/sites"), [200])

post = "/api/v1/reports"
packed = {"Content-Encoding": "gzip"}
expect("a bomb", ask("POST", post, gzip.compress(b"0" * (64 << 20)), packed), [413])
expect("no gzip", ask("POST", post, b"nonsense", packed), [422])
expect("depth", ask("POST", post, b"[" * 100_000), [422])
expect("depth in an object", ask("POST", post, b'{"a":' * 5_000), [422])
expect("a number", ask("POST", post, b'{"envelopes":1e999}'), [422])
expect("no text", ask("POST", post, b"\xff\xfe\x00"), [422])
expect("a name twice", ask("POST", post, b'{"format":"x","format":"y"}'), [422])
expect("too many", ask("POST", post, json.dumps(
    {"format": "muster-delivery/1", "envelopes": [{}] * 33})), [422])
expect("an endless body", ask("POST", post, endless(2_000)), [413, 0])
expect("a large head", ask("GET", "/" + "a" * 200_000), [0, 400, 414, 431])
expect("many headers", ask("GET", "/", None, {f"X-{n}": "y" for n in range(3_000)}), [0, 400, 431])
expect("a strange method", ask("TRACE", "/"), [0, 400, 404, 405])
expect("a path upwards", ask("GET", "/../../etc/passwd"), [400, 404])
expect("a reader afterwards", ask("GET", "/api/v1/sites"), [200])
growth = memory() - before
if growth > GROWTH_AT_MOST:
    faults.append(f"memory: grew by {growth >> 20} MiB, needed at most {GROWTH_AT_MOST >> 20}")
for connection in connections:
    connection.close()
if faults:
    sys.exit("\n".join(faults))
print(f"1000 half requests and 13 kinds of nonsense: {growth >> 20} MiB more")
