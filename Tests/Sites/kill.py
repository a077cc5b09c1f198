#!/usr/bin/python3
"""Kills a collector a thousand times under load, and counts what it has kept.

    kill.py COLLECTOR FOLDER [COUNT]

Reports are made here, outside of the collector: what was made, and what was acknowledged,
is known here alone. After each kill the collector starts again over the same file, and
everything that was not acknowledged is sent again, and some of what was. In the end every
acknowledged report is there, each report once, and the file is whole.
"""

import base64
import hashlib
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

NODES, TOGETHER = 5, 8
FRAME = '[{"kind":"integer","name":"disk.scratch.free","origin":"statfs"}]'
FRAME_DIGEST = hashlib.sha256(FRAME.encode()).hexdigest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def envelope(node, sequence):
    """A small report, as docs/reference/wire.md has it."""
    sheet = {"sections": {}, "watch_list": {},
             "vantage": {"place": "host", "user": 0, "sign": "none"}}
    sheet["sha256"] = hashlib.sha256(canonical(sheet).encode()).hexdigest()
    report = {"site": "KILL", "node": f"wn{node}", "incarnation": f"{node:032x}",
              "sequence": sequence}
    body = canonical({
        "format": "muster-wire-report/2", "id": report, "muster": "0", "time": sequence,
        "date": "2026-11-27", "identity": {}, "vantage": sheet["vantage"], "sheet": sheet,
        "gauges": {"frame": FRAME_DIGEST, "values": [sequence]}, "claims": [], "gaps": [], "took_milliseconds": 1,
        "waited_milliseconds": 0, "troubles": [], "remarks": []}).encode()
    return {"format": "muster-envelope/1", "id": report, "body": base64.b64encode(body).decode(),
            "sha256": hashlib.sha256(body).hexdigest(), "sections": {FRAME_DIGEST: FRAME}}


class Collector:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.port_file = os.path.join(folder, "port")
        self.store = os.path.join(folder, "store")

    def begin(self):
        if os.path.exists(self.port_file):
            os.unlink(self.port_file)
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", "--quickstart", "--config", self.folder + "/none",
                 "--store", self.store, "--listen", "127.0.0.1:0",
                 "--port-file", self.port_file],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.process.poll() is not None:
                sys.exit(f"the collector ended by itself: {self.process.returncode}")
            try:
                with open(self.port_file) as file:
                    self.port = int(file.read())
                return
            except (OSError, ValueError):
                time.sleep(0.002)
        sys.exit("the collector did not begin to listen")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        self.process.terminate()
        return self.process.wait(30)


def main(program, folder, count):
    luck = random.Random(7)
    collector = Collector(program, folder)
    made, acknowledged, waiting = 0, set(), []
    sequences = [0] * NODES
    for turn in range(count):
        collector.begin()
        # At any instant from the first byte of a delivery on.
        deadline = time.monotonic() + luck.uniform(0, 0.03)
        connection = http.client.HTTPConnection("127.0.0.1", collector.port, timeout=5)
        killed = False
        while not killed:
            while len(waiting) < TOGETHER:
                node = luck.randrange(NODES)
                sequences[node] += 1
                made += 1
                waiting.append((node, sequences[node]))
            sent = waiting[:TOGETHER]
            if acknowledged and luck.random() < 0.3:
                sent = sent[:-1] + [luck.choice(sorted(acknowledged)[-50:])]
            body = canonical({"format": "muster-delivery/1",
                              "envelopes": [envelope(*key) for key in sent]})
            try:
                connection.request("POST", "/api/v1/reports", body,
                                   {"Content-Type": "application/json"})
                if time.monotonic() >= deadline:
                    collector.kill()
                    killed = True
                answer = connection.getresponse()
                receipts = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                if not killed:
                    sys.exit(f"turn {turn}: no answer though nobody killed it")
                break
            if answer.status != 200:
                sys.exit(f"turn {turn}: {answer.status} {receipts}")
            for receipt in receipts["results"]:
                key = (int(receipt["incarnation"], 16), receipt["sequence"])
                if receipt["result"] not in ("stored", "known"):
                    sys.exit(f"turn {turn}: {receipt}")
                if receipt["result"] == "stored" and key in acknowledged:
                    sys.exit(f"turn {turn}: {key} was kept twice")
                acknowledged.add(key)
            waiting = [key for key in waiting if key not in acknowledged]
        connection.close()
    collector.begin()
    if collector.end() != 0:
        sys.exit("the collector did not end well")
    count_kept(collector, made, acknowledged, count)


def count_kept(collector, made, acknowledged, kills):
    verify = subprocess.run([collector.program, "verify", "--store", collector.store],
                            capture_output=True, text=True)
    if verify.returncode != 0:
        sys.exit(f"the file is damaged: {verify.stdout}")
    store = sqlite3.connect(collector.store)
    rows = store.execute(
        "SELECT i.incarnation, r.sequence FROM report r JOIN incarnation i ON i.site_id ="
        " r.site_id AND i.node_id = r.node_id AND i.ordinal = r.ordinal").fetchall()
    kept = {(int(incarnation, 16), sequence) for incarnation, sequence in rows}
    lost = acknowledged - kept
    if lost:
        sys.exit(f"{len(lost)} acknowledged reports are lost: {sorted(lost)[:5]}")
    if len(rows) != len(kept) or len(kept) > made:
        sys.exit(f"{len(rows)} rows of {len(kept)} reports, {made} were made")
    if store.execute("SELECT COUNT(*) FROM contradiction").fetchone()[0]:
        sys.exit("a report was taken for another")
    print(f"{kills} kills: {made} reports made, {len(acknowledged)} acknowledged, all kept once")


main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1000)
