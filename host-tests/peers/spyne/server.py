"""Serves the echo service with spyne in both SOAP versions: server.py PORT, prints `ready PORT`.

Its methods make the messages of the contract. What spyne leaves out is left out here: a mandatory header block that nobody
knows is not refused, and there is neither WS-Addressing nor WS-Security.
"""

import logging
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from spyne import Application, Boolean, ByteArray, ComplexModel, DateTime, Double, Fault, Integer, ServiceBase, Unicode
from spyne import XmlData, rpc
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication

ECHO = "urn:soapstone:echo"


def name(local):
    return "{%s}%s" % (ECHO, local)


class Inner(ComplexModel):
    __namespace__ = ECHO
    _type_info = [("label", Unicode), ("count", Integer)]


class Item(ComplexModel):
    __namespace__ = ECHO
    _type_info = [
        ("number", Integer),
        ("ratio", Double),
        ("when", DateTime),
        ("flag", Boolean),
        ("name", Unicode(max_occurs="unbounded")),
        ("inner", Inner),
        ("maybe", Unicode(nillable=True, min_occurs=1)),
    ]


class trace(ComplexModel):
    __namespace__ = ECHO
    text = XmlData(Unicode)


class Echo(ServiceBase):
    __in_header__ = trace
    __out_header__ = trace

    @rpc(Unicode(min_occurs=1), _returns=Unicode(min_occurs=1), _out_variable_name="text")
    def echoText(ctx, text):
        ctx.out_header = ctx.in_header
        return text or ""

    @rpc(Item, _returns=Item, _out_variable_name="item")
    def echoStruct(ctx, item):
        return item

    @rpc(ByteArray, _returns=ByteArray, _out_variable_name="data")
    def echoBinary(ctx, data):
        return data

    @rpc(Unicode, Unicode)
    def fail(ctx, code, text):
        raise Fault("Client", text, detail={name("failure"): {name("code"): code, name("text"): text}})

    @rpc(Unicode, _body_style="wrapped")
    def oneWay(ctx, text):
        pass


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def application(kind):
    return WsgiApplication(Application([Echo], ECHO, in_protocol=kind(), out_protocol=kind()))


def main():
    logging.disable(logging.CRITICAL)
    versions = {False: application(Soap11), True: application(Soap12)}

    def serve(environ, start_response):
        """The version is that of the media type, whatever the path."""
        return versions["soap+xml" in environ.get("CONTENT_TYPE", "")](environ, start_response)

    server = make_server("127.0.0.1", int(sys.argv[1]), serve, Server, Quiet)
    print("ready %d" % server.server_port, flush=True)
    server.serve_forever()


main()
