"""Reads HTTP responses to a POST with http.client and says what it saw.

Request: the length as 4 bytes little-endian, the bytes of the connection.
Answer, one line of JSON each: `{"status", "fields", "body"}`, the body in hexadecimal, or `{"error"}`.
"""
import http.client
import io
import json
import struct
import sys


class Connection:
    def __init__(self, wire):
        self.wire = wire

    def makefile(self, _mode):
        return io.BytesIO(self.wire)


def read(wire):
    response = http.client.HTTPResponse(Connection(wire), method="POST")
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ValueError, OSError) as error:
        return {"error": repr(error)}
    return {"status": response.status, "fields": len(response.headers), "body": body.hex()}


while True:
    size = sys.stdin.buffer.read(4)
    if not size:
        break
    wire = sys.stdin.buffer.read(struct.unpack("<I", size)[0])
    print(json.dumps(read(wire)), flush=True)
