"""Decodes and encodes the same rows with librouteros; prints one JSON line."""

import io
import json
import sys
import time

from librouteros.protocol import ApiProtocol, compose_word, parse_word


class Memory:
    """A transport that reads from memory and counts what is written."""

    def __init__(self, data):
        self.stream = io.BytesIO(data)
        self.written = 0

    def read(self, length):
        return self.stream.read(length)

    def write(self, data):
        self.written += len(data)

    def close(self):
        pass


def decode(data, rows):
    protocol = ApiProtocol(transport=Memory(data), encoding="utf-8")
    begun = time.perf_counter()
    parsed = []
    for _ in range(rows):
        _, words = protocol.readSentence()
        parsed.append(dict(parse_word(word) for word in words if word.startswith("=")))
    return time.perf_counter() - begun, parsed


def encode(parsed):
    transport = Memory(b"")
    protocol = ApiProtocol(transport=transport, encoding="utf-8")
    begun = time.perf_counter()
    for row in parsed:
        protocol.writeSentence("/ip/firewall/mangle/add", *(compose_word(key, value) for key, value in row.items()))
    return time.perf_counter() - begun, transport.written


def main():
    rows = int(sys.argv[1])
    data = sys.stdin.buffer.read()
    decoded, parsed = min((decode(data, rows) for _ in range(3)), key=lambda pair: pair[0])
    assert len(parsed) == rows and len(parsed[-1]) == 14, "librouteros read something else"
    encoded, written = min((encode(parsed) for _ in range(3)), key=lambda pair: pair[0])
    print(json.dumps({"decode_s": decoded, "encode_s": encoded, "encoded_bytes": written}))


main()
