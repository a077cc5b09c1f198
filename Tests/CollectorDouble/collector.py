#!/usr/bin/python3
"""A collector's double: the real wire form over real TLS, in the manner that the path asks for.

    collector.py FOLDER [--cert FILE --key FILE [--client-ca FILE]]

It listens on a port of 127.0.0.1 that it writes to FOLDER/port. In FOLDER it keeps:
  headers   every request: its path, the client's subject, its headers
  body      the last request's body, uncompressed
  stored    one line a kept report: incarnation, sequence, digest of the body, format
  sections  one line a section, or frame of gauges, that it has
  counts    one line a delivery that was looked at: envelopes, sections in it, lost ones
Where FOLDER/manner is there, its text counts in place of the path.

A GET is answered in the same manners; /bundle hands out FOLDER/bundle under its digest. Where
FOLDER/bundle-manner is there, its text counts for a GET in place of the path.

Manners: collect (as a collector does it), and see do_… below; a number behind a slash is
the manner's own: /busy/7 answers 503 with Retry-After: 7, /refuse/3 refuses sequence 3,
/unprocessable/3 answers 422 to what holds it, /atmost/2 answers 413 to more than 2 reports.
"""

import argparse
import base64
import hashlib
import http.server
import json
import os
import ssl
import threading
import zlib

DELIVERY_AT_MOST = 4 << 20


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Memory:
    """What a collector keeps: with FOLDER/stored and FOLDER/sections as its disk."""

    def __init__(self, folder):
        self.folder, self.lock = folder, threading.Lock()
        self.reports = {tuple(line[:2]): line[2] for line in self.lines("stored")}
        self.sections = {line[0] for line in self.lines("sections")}

    def lines(self, name):
        try:
            with open(f"{self.folder}/{name}") as file:
                return [line.split() for line in file]
        except FileNotFoundError:
            return []

    def append(self, name, text, mode="a"):
        with open(f"{self.folder}/{name}", mode) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def take(self, envelope):
        """The result of one report; raises where the envelope is none."""
        body = base64.b64decode(envelope["body"], validate=True)
        if envelope["format"] != "muster-envelope/1" or digest(body) != envelope["sha256"]:
            raise ValueError("no envelope, or another digest")
        report = json.loads(body)
        if report["id"] != envelope["id"]:
            raise ValueError("two ids")
        for name, text in envelope.get("sections", {}).items():
            if digest(text.encode()) != name:
                raise ValueError("a section's digest")
            if name not in self.sections:
                self.sections.add(name)
                self.append("sections", name + "\n")
        key = (report["id"]["incarnation"], str(report["id"]["sequence"]))
        if key in self.reports:
            if self.reports[key] == digest(body):
                return {"result": "known"}
            return {"result": "refused", "reason": "another body under this id"}
        named = set(report.get("sheet", {}).get("sections", {}).values())
        named |= {report["gauges"]["frame"]} if "gauges" in report else set()
        wanted = named - self.sections - set(envelope.get("lost", []))
        if wanted:
            return {"result": "wants", "sections": sorted(wanted)}
        self.append("stored", " ".join(key + (digest(body), report["format"])) + "\n")
        self.reports[key] = digest(body)
        return {"result": "stored"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self, length=None):
        self.send_response(200)
        if length:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()

    def read(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            unpacking = zlib.decompressobj(wbits=31)
            body = unpacking.decompress(body, DELIVERY_AT_MOST + 1)
        if len(body) > DELIVERY_AT_MOST:
            raise ValueError("more than a delivery may hold")
        return body

    def do_GET(self):
        self.body = b""
        memory = self.server.memory
        with memory.lock:
            memory.append("headers", f"{self.path}\nGET\n{self.headers}")
        manner = self.path
        if os.path.exists(memory.folder + "/bundle-manner"):
            with open(memory.folder + "/bundle-manner") as file:
                manner = file.read()
        words = manner.strip().strip("/").split("/") + [""]
        getattr(self, "do_" + words[0], self.do_missing)(words[1])

    def do_bundle(self, word):
        with open(self.server.memory.folder + "/bundle", "rb") as file:
            data = file.read()
        body = base64.b64decode(json.loads(data)["body"])
        tag = f'"{digest(body)}"'
        if tag in self.headers.get("If-None-Match", ""):
            return self.answer(304, ETag=tag)
        self.answer(200, data, ETag=tag)

    def do_packed(self, word):
        packing = zlib.compressobj(wbits=31)
        data = packing.compress(b"x" * (64 << 20)) + packing.flush()
        self.answer(200, data, Content_Encoding="gzip")

    def do_POST(self):
        memory = self.server.memory
        peer = self.connection.getpeercert() if hasattr(self.connection, "getpeercert") else None
        subject = json.dumps(peer["subject"]) if peer else "-"
        with memory.lock:
            memory.append("headers", f"{self.path}\nsubject: {subject}\n{self.headers}")
        try:
            self.body = self.read()
        except (ValueError, zlib.error) as error:
            return self.answer(413, str(error).encode())
        with memory.lock:
            with open(memory.folder + "/body.new", "wb") as file:
                file.write(self.body)
            os.rename(memory.folder + "/body.new", memory.folder + "/body")
        manner = self.path
        if os.path.exists(memory.folder + "/manner"):
            with open(memory.folder + "/manner") as file:
                manner = file.read()
        words = manner.strip().strip("/").split("/") + [""]
        getattr(self, "do_" + words[0], self.do_missing)(words[1])

    def envelopes(self):
        delivery = json.loads(self.body)
        if delivery["format"] != "muster-delivery/1" or not 1 <= len(delivery["envelopes"]) <= 32:
            raise ValueError("no delivery")
        return delivery["envelopes"]

    def results(self, result, code=200):
        """Answers with `result` of each envelope; None passes one over in silence."""
        entries = []
        for envelope in self.envelopes():
            entry = result(envelope)
            if entry:
                id = envelope["id"]
                entries.append(entry | {name: id[name] for name in ("incarnation", "sequence")})
        text = json.dumps({"format": "muster-answer/1", "results": entries})
        self.answer(code, text.encode(), Content_Type="application/json")

    def do_collect(self, word):
        memory = self.server.memory
        with memory.lock:
            sent = self.envelopes()
            memory.append(
                "counts",
                f"{len(sent)} {sum(len(e.get('sections', {})) for e in sent)}"
                f" {sum(len(e.get('lost', [])) for e in sent)}\n")
            try:
                self.results(memory.take)
            except (ValueError, KeyError, TypeError) as error:
                self.answer(422, f"{error}".encode())

    def do_forgetful(self, word):
        with self.server.memory.lock:
            self.server.memory.sections.clear()
        self.do_collect(word)

    def holds(self, word):
        return word in [str(envelope["id"]["sequence"]) for envelope in self.envelopes()]

    def do_refuse(self, word):
        def result(envelope):
            if str(envelope["id"]["sequence"]) == word:
                return {"result": "refused", "reason": "poison"}
            return self.server.memory.take(envelope)
        with self.server.memory.lock:
            self.results(result)

    def do_unprocessable(self, word):
        return self.answer(422, b"poison") if self.holds(word) else self.do_collect("")

    def do_atmost(self, word):
        return self.answer(413) if len(self.envelopes()) > int(word) else self.do_collect("")

    def do_busy(self, word):
        self.answer(503, b"try later\n", Retry_After=word or "1")

    def do_limited(self, word):
        self.answer(429, b"", Retry_After="Fri, 31 Dec 2099 23:59:59 GMT")

    def do_mute(self, word):
        self.results(lambda envelope: None)

    def do_stored(self, word):
        self.results(lambda envelope: {"result": "stored"})

    def do_known(self, word):
        self.results(lambda envelope: {"result": "known"}, 202)

    def do_refused(self, word):
        self.results(lambda envelope: {"result": "refused", "reason": "this site is unknown"})

    def do_wants(self, word):
        self.results(lambda envelope: {"result": "wants", "sections": ["0" * 64]})

    def do_missing(self, word):
        self.answer(404, b"no such collector\n")

    def do_forbidden(self, word):
        self.answer(403, b"who are you?\n")

    def do_broken(self, word):
        self.answer(500)

    def do_empty(self, word):
        self.answer(200)

    def do_moved(self, word):
        self.answer(307, Location="/stored")

    def do_silent(self, word):
        threading.Event().wait(120)

    def do_dripping(self, word):
        self.begin(1000)
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            threading.Event().wait(0.2)

    def do_huge(self, word):
        self.answer(200, b"x" * 1000000)

    def do_endless(self, word):
        self.begin()
        while True:
            self.wfile.write(b"x" * 65536)

    def do_cut(self, word):
        self.begin(1000)
        self.wfile.write(b"{")
        self.wfile.flush()
        self.connection.close()


def main():
    words = argparse.ArgumentParser()
    words.add_argument("folder")
    words.add_argument("--cert")
    words.add_argument("--key")
    words.add_argument("--client-ca")
    words.add_argument("--port", type=int, default=0)
    asked = words.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", asked.port), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *words: None
    server.memory = Memory(asked.folder)
    if asked.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.cert, asked.key)
        if asked.client_ca:
            context.load_verify_locations(asked.client_ca)
            context.verify_mode = ssl.CERT_REQUIRED
        # The handshake belongs to the connection's own thread.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False)
    with open(asked.folder + "/port.new", "w") as file:
        file.write(str(server.server_port))
    os.rename(asked.folder + "/port.new", asked.folder + "/port")
    server.serve_forever()


main()
