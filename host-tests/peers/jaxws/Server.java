package soapstone;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import com.sun.xml.ws.api.handler.MessageHandlerContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import javax.jws.WebService;
import javax.xml.namespace.QName;
import javax.xml.soap.SOAPConstants;
import javax.xml.soap.SOAPFactory;
import javax.xml.soap.SOAPFault;
import javax.xml.ws.Endpoint;
import javax.xml.ws.Holder;
import javax.xml.ws.soap.AddressingFeature;
import javax.xml.ws.soap.SOAPBinding;
import javax.xml.ws.soap.SOAPFaultException;
import soapstone.echo.Echo;
import soapstone.echo.Item;

/** Serves both versions at one address: an endpoint each, behind a handler that looks at the media type. */
public final class Server {
    private static final String NS = "urn:soapstone:echo";

    public static void main(String[] arguments) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 10);
        http.setExecutor(Executors.newFixedThreadPool(4));
        HttpContext soap11 = publish(http, "/soap11", SOAPBinding.SOAP11HTTP_BINDING, new Soap11());
        HttpContext soap12 = publish(http, "/soap12", SOAPBinding.SOAP12HTTP_BINDING, new Soap12());
        http.createContext("/", exchange -> {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            boolean version12 = type != null && type.contains("application/soap+xml");
            (version12 ? soap12 : soap11).getHandler().handle(exchange);
        });
        http.start();
        System.out.println("ready " + http.getAddress().getPort());
    }

    private static HttpContext publish(HttpServer http, String path, String binding, Implementation implementation) {
        HttpContext context = http.createContext(path);
        Endpoint endpoint = Endpoint.create(binding, implementation, new AddressingFeature(true, false));
        endpoint.getBinding().setHandlerChain(List.of(new Header(implementation.version12)));
        endpoint.publish(context);
        return context;
    }

    @WebService(endpointInterface = "soapstone.echo.Echo", targetNamespace = NS, serviceName = "EchoService", portName = "Echo11")
    public static class Soap11 extends Implementation {
        public Soap11() {
            super(false);
        }
    }

    @WebService(endpointInterface = "soapstone.echo.Echo", targetNamespace = NS, serviceName = "EchoService", portName = "Echo12")
    @javax.xml.ws.BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Soap12 extends Implementation {
        public Soap12() {
            super(true);
        }
    }

    /** The operations. In and out have the same name, so a value goes back in its holder. */
    public abstract static class Implementation implements Echo {
        final boolean version12;

        Implementation(boolean version12) {
            this.version12 = version12;
        }

        public void echoText(Holder<String> text) {}

        public void echoStruct(Holder<Item> item) {}

        public void echoBinary(Holder<byte[]> data) {}

        public void oneWay(String text) {}

        public void fail(String code, String text) {
            try {
                String protocol = version12 ? SOAPConstants.SOAP_1_2_PROTOCOL : SOAPConstants.SOAP_1_1_PROTOCOL;
                QName sender = version12 ? SOAPConstants.SOAP_SENDER_FAULT
                    : new QName(SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE, "Client");
                SOAPFault fault = SOAPFactory.newInstance(protocol).createFault(text, sender);
                var failure = fault.addDetail().addDetailEntry(new QName(NS, "failure", "e"));
                failure.addChildElement(new QName(NS, "code", "e")).addTextNode(code);
                failure.addChildElement(new QName(NS, "text", "e")).addTextNode(text);
                throw new SOAPFaultException(fault);
            } catch (javax.xml.soap.SOAPException e) {
                throw new RuntimeException(e);
            }
        }
    }

    /** The header: tokens are checked, the trace comes back. */
    static final class Header extends Blocks {
        private static final String KEPT = "soapstone.trace";
        private final boolean version12;

        Header(boolean version12) {
            this.version12 = version12;
        }

        @Override
        void incoming(MessageHandlerContext context) throws Exception {
            var security = find(context, new QName(Security.WSSE, "Security"));
            if (security != null) {
                Security.check(security, version12);
            }
            var trace = find(context, Security.TRACE);
            if (trace != null) {
                context.put(KEPT, trace.getStringContent());
            }
        }

        @Override
        void outgoing(MessageHandlerContext context) throws Exception {
            String trace = (String) context.get(KEPT);
            if (trace != null) {
                context.getMessage().getHeaders().add(Security.block(Security.TRACE, trace, false, version12));
            }
        }
    }
}
