"""Reads documents with expat and says what it saw.

Request: one byte `E` (events) or `A` (accepts), the length as 4 bytes little-endian, the document.
Answer, one line each: the events as JSON, or `1` / `0`.
"""
import json
import struct
import sys
from xml.parsers import expat

SEPARATOR = "\x01"


def name(text):
    parts = text.split(SEPARATOR)
    if len(parts) == 1:
        return {"ns": "", "local": parts[0], "prefix": ""}
    return {"ns": parts[0], "local": parts[1], "prefix": parts[2] if len(parts) > 2 else ""}


class Recorder:
    def __init__(self, parser):
        self.events, self.declarations, self.pieces = [], [], []
        parser.ordered_attributes = True
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.pieces.append
        parser.StartNamespaceDeclHandler = self.declare

    def flush(self):
        if self.pieces:
            self.events.append({"event": "text", "text": "".join(self.pieces)})
            self.pieces.clear()

    def declare(self, prefix, uri):
        self.declarations.append({"prefix": prefix or "", "uri": uri or ""})

    def start(self, tag, attributes):
        self.flush()
        pairs = zip(attributes[::2], attributes[1::2])
        attrs = [{**name(key), "value": value} for key, value in pairs]
        self.events.append({"event": "start", **name(tag), "attrs": attrs, "decls": self.declarations})
        self.declarations = []

    def end(self, tag):
        self.flush()
        self.events.append({"event": "end", **name(tag)})


def parse(parser, document):
    try:
        parser.Parse(document, True)
        return None
    except expat.ExpatError as error:
        return {"message": str(error), "offset": parser.ErrorByteIndex}
    except (LookupError, ValueError) as error:
        return {"message": str(error), "offset": 0}


def main():
    source, sink = sys.stdin.buffer, sys.stdout
    while head := source.read(5):
        mode, length = head[:1], struct.unpack("<I", head[1:])[0]
        document = source.read(length)
        parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        if mode == b"A":
            sink.write("1\n" if parse(parser, document) is None else "0\n")
        else:
            recorder = Recorder(parser)
            error = parse(parser, document)
            recorder.flush()
            sink.write(json.dumps({"events": recorder.events, "error": error}) + "\n")
            sink.flush()
    sink.flush()


main()
