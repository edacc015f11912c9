"""Calls the echo service with zeep: client.py ENDPOINT VERSION CASE...."""

import os
import sys

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

import requests
from lxml import etree
from zeep import Client, Settings, Transport, xsd
from zeep.exceptions import Fault
from zeep.plugins import HistoryPlugin
from zeep.wsa import WsAddressingPlugin
from zeep.wsse.username import UsernameToken

from echo import BINARY, ECHO, FAILURE, OTHER, PASSWORD, TEXT_64K, TEXT_CR, TEXTS, USER, WHEN, WSA, WSDL, expect, main

ENVELOPE = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}


class Chunked(Transport):
    """A transport that sends the body without saying its length first."""

    def post(self, address, message, headers):
        pieces = (message[at : at + 1000] for at in range(0, len(message), 1000))
        return self.session.post(address, data=pieces, headers=headers, timeout=self.operation_timeout)


class Calls:
    def __init__(self, endpoint, version):
        self.endpoint = endpoint
        self.version = version
        self.history = HistoryPlugin()

    def service(self, plugins=(), wsse=None, transport=Transport):
        self.session = requests.Session()
        self.session.trust_env = False
        self.client = Client(
            WSDL,
            transport=transport(session=self.session, operation_timeout=60),
            plugins=[self.history, *plugins],
            wsse=wsse,
            settings=Settings(xml_huge_tree=True),
        )
        binding = "{%s}Echo%s" % (ECHO, self.version.replace(".", ""))
        return self.client.create_service(binding, self.endpoint)

    def header(self, namespace, local, text):
        block = etree.Element("{%s}%s" % (namespace, local), nsmap={"h": namespace})
        block.set("{%s}mustUnderstand" % ENVELOPE[self.version], "1" if self.version == "1.1" else "true")
        block.text = text
        return block

    def received(self, path, **names):
        names = dict(names, s=ENVELOPE[self.version], e=ECHO, wsa=WSA)
        found = self.history.last_received["envelope"].find(path, names)
        return None if found is None else found.text or ""

    def refused(self, call, code):
        """The fault that `call` must end in; `code` as SOAP 1.1 names it, or None for any."""
        try:
            call()
        except Fault as fault:
            if self.version == "1.2":
                code = {"Client": "Sender", "Server": "Receiver"}.get(code, code)
            if code:
                expect("fault code", fault.code.split(":")[-1], code)
            return fault
        raise AssertionError("no fault came back")

    def echo(self, service, text):
        expect("text", service.echoText(text=text) or "", text)

    def text(self):
        service = self.service()
        for text in TEXTS.values():
            self.echo(service, text)

    def cr(self):
        self.echo(self.service(), TEXT_CR)

    def text64k(self):
        self.echo(self.service(), TEXT_64K)

    def struct(self):
        item = {
            "number": -2147483648,
            "ratio": 0.1,
            "when": WHEN,
            "flag": True,
            "name": ["one", "two & <three>", ""],
            "inner": {"label": "in", "count": 7},
            "maybe": xsd.Nil,
        }
        got = self.service().echoStruct(item=item)
        for field in ("number", "ratio", "when", "flag"):
            expect(field, got[field], item[field])
        expect("name", [name or "" for name in got["name"]], item["name"])
        expect("inner", (got["inner"]["label"], got["inner"]["count"]), ("in", 7))
        expect("maybe", got["maybe"], None)

    def binary(self):
        expect("data", self.service().echoBinary(data=BINARY) == BINARY, True)

    def fault(self):
        service = self.service()
        code, text = FAILURE
        fault = self.refused(lambda: service.fail(code=code, text=text), "Client")
        expect("reason", fault.message, text)
        failure = fault.detail.find("{%s}failure" % ECHO)
        expect("detail", [child.text for child in failure], FAILURE)

    def understood(self):
        sent = "trace-7"
        self.service().echoText(text="x", _soapheaders=[self.header(ECHO, "trace", sent)])
        expect("trace", self.received("s:Header/e:trace"), sent)

    def not_understood(self):
        service = self.service()
        block = self.header(OTHER, "lock", "?")
        self.refused(lambda: service.echoText(text="x", _soapheaders=[block]), "MustUnderstand")

    def addressing(self):
        expect("text", self.service(plugins=[WsAddressingPlugin()]).echoText(text="x"), "x")
        sent = self.history.last_sent["envelope"].findtext(".//{%s}MessageID" % WSA)
        expect("RelatesTo", self.received("s:Header/wsa:RelatesTo"), sent)
        expect("Action", self.received("s:Header/wsa:Action"), ECHO + "/echoTextResponse")

    def username(self, **options):
        good = UsernameToken(USER, PASSWORD, **options)
        expect("text", self.service(wsse=good).echoText(text="x"), "x")
        service = self.service(wsse=UsernameToken(USER, "wrong", **options))
        self.refused(lambda: service.echoText(text="x"), None)

    def username_text(self):
        self.username()

    def username_digest(self):
        self.username(use_digest=True)

    def keep_alive(self):
        service = self.service()
        for number in range(10):
            self.echo(service, str(number))

    def chunked(self):
        self.echo(self.service(transport=Chunked), TEXT_64K)

    def one_way(self):
        expect("answer", self.service().oneWay(text="x"), None)


if __name__ == "__main__":
    main(Calls)
