"""Calls the echo service with suds, which speaks SOAP 1.1 only: client.py ENDPOINT VERSION CASE..."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0] = os.path.dirname(HERE)

from suds import WebFault, null
from suds.client import Client
from suds.sax.element import Element
from suds.wsse import Security, UsernameToken

from echo import ECHO, FAILURE, OTHER, PASSWORD, TEXT_64K, TEXT_CR, TEXTS, USER, WHEN, WSA, WSDL
from echo import Skip, binary_text, expect, main, message_id

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def block(namespace, local, text, mandatory=True):
    element = Element(local, ns=("h", namespace)).setText(text)
    if mandatory:
        element.set("SOAP-ENV:mustUnderstand", "1")
    return element


class Calls:
    def __init__(self, endpoint, version):
        if version != "1.1":
            raise Skip("suds speaks SOAP 1.1 only")
        self.client = Client("file://" + WSDL, location=endpoint, port="Echo11", cache=None, timeout=60)
        self.service = self.client.service

    def received(self, namespace, local):
        header = self.client.last_received().getChild("Envelope").getChild("Header")
        for child in header.children if header else []:
            if (child.name, child.namespace()[1]) == (local, namespace):
                return str(child.getText() or "")
        return None

    def refused(self, call, code):
        try:
            call()
        except WebFault as fault:
            if code:
                expect("fault code", str(fault.fault.faultcode).split(":")[-1], code)
            return fault.fault
        raise AssertionError("no fault came back")

    def echo(self, text):
        expect("text", str(self.service.echoText(text) or ""), text)

    def text(self):
        for text in TEXTS.values():
            self.echo(text)

    def cr(self):
        self.echo(TEXT_CR)

    def text64k(self):
        self.echo(TEXT_64K)

    def struct(self):
        item = self.client.factory.create("{%s}Item" % ECHO)
        item.number, item.ratio, item.when, item.flag = -2147483648, 0.1, WHEN, True
        item.name = ["one", "two & <three>", ""]
        item.inner.label, item.inner.count = "in", 7
        item.maybe = null()
        got = self.service.echoStruct(item)
        for field in ("number", "ratio", "when", "flag"):
            expect(field, got[field], item[field])
        expect("name", [str(name or "") for name in got.name], item.name)
        expect("inner", (str(got.inner.label), got.inner.count), ("in", 7))
        expect("maybe", getattr(got, "maybe", None), None)

    def binary(self):
        answer = "".join(self.service.echoBinary(binary_text()).split())
        expect("data", answer == binary_text(), True)

    def fault(self):
        code, text = FAILURE
        fault = self.refused(lambda: self.service.fail(code, text), "Client")
        expect("reason", str(fault.faultstring), text)
        failure = fault.detail.failure
        expect("detail", [str(failure.code), str(failure.text)], FAILURE)

    def understood(self):
        sent = "trace-7"
        self.client.set_options(soapheaders=[block(ECHO, "trace", sent)])
        self.service.echoText("x")
        expect("trace", self.received(ECHO, "trace"), sent)

    def not_understood(self):
        self.client.set_options(soapheaders=[block(OTHER, "lock", "?")])
        self.refused(lambda: self.service.echoText("x"), "MustUnderstand")

    def addressing(self):
        identity = message_id()
        blocks = [("Action", ECHO + "/echoText"), ("MessageID", identity), ("To", "urn:soapstone:echo")]
        self.client.set_options(soapheaders=[block(WSA, name, text, False) for name, text in blocks])
        expect("text", str(self.service.echoText("x")), "x")
        expect("RelatesTo", self.received(WSA, "RelatesTo"), identity)
        expect("Action", self.received(WSA, "Action"), ECHO + "/echoTextResponse")

    def username_text(self):
        security = Security()
        security.tokens.append(UsernameToken(USER, PASSWORD))
        self.client.set_options(wsse=security)
        expect("text", str(self.service.echoText("x")), "x")
        security.tokens[0] = UsernameToken(USER, "wrong")
        self.refused(lambda: self.service.echoText("x"), None)

    def keep_alive(self):
        raise Skip("its transport opens a connection for every call")

    def one_way(self):
        expect("answer", self.service.oneWay("x") or None, None)


if __name__ == "__main__":
    main(Calls)
