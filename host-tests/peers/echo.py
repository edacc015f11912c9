"""What the peers in Python share: the values they send, and the lines they print."""

import base64
import datetime
import json
import os
import sys
import uuid

WSDL = os.environ["ECHO_WSDL"]
ECHO = "urn:soapstone:echo"
OTHER = "urn:soapstone:other"
WSA = "http://www.w3.org/2005/08/addressing"
USER, PASSWORD = "alice", "p4ss<&w\u00f6rd"
BINARY = bytes((at * 31 + at // 256) % 256 for at in range(1 << 20))
TEXTS = {
    "text": "  <&>\"' ]]> &amp; \u00e4\u20ac\U0001d11e e\u0301\t\nend  ",
    "edges": "\u0085\u2028\u007f\u009f\ud7ff\ue000\ufffd\U0010fffd \u0645\u0631 \u65e5\u672c \u1100\u1161",
    "empty": "",
}
TEXT_CR = "a\r\nb\rc"
TEXT_64K = "0123456789abcde\n" * 4096
WHEN = datetime.datetime(2026, 11, 21, 10, 20, 30, 500000, datetime.timezone.utc)
FAILURE = ["E-17", "no <such> thing & more"]


def binary_text():
    """The binary value in base64."""
    return base64.b64encode(BINARY).decode("ascii")


def message_id():
    """A MessageID nobody used before."""
    return "urn:uuid:%s" % uuid.uuid4()


class Skip(Exception):
    """The peer cannot do this case; the argument says why."""


def expect(what, got, wanted):
    """Fails with both values, shortened, when they differ."""
    if got != wanted:
        raise AssertionError("%s: got %.200r, wanted %.200r" % (what, got, wanted))


def main(calls):
    """Runs the cases of the command line: `calls` is made with endpoint and version, its methods are the cases."""
    endpoint, version, *cases = sys.argv[1:]
    for case in cases:
        line = {"case": case}
        try:
            method = getattr(calls(endpoint, version), case.replace("-", "_"), None)
            if method is None:
                raise Skip("not offered by this peer")
            method()
            line["ok"] = True
        except Skip as skip:
            line["skip"] = str(skip)
        except Exception as error:
            line["ok"] = False
            line["why"] = "%s: %.600s" % (type(error).__name__, error)
        print(json.dumps(line), flush=True)
