package soapstone;

import com.sun.xml.ws.api.handler.MessageHandlerContext;
import com.sun.xml.ws.api.message.Header;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.namespace.QName;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.Holder;
import javax.xml.ws.handler.Handler;
import javax.xml.ws.soap.AddressingFeature;
import javax.xml.ws.soap.SOAPFaultException;
import soapstone.echo.Echo;
import soapstone.echo.EchoService;
import soapstone.echo.Failure_Exception;
import soapstone.echo.Inner;
import soapstone.echo.Item;

/** Client WSDL ENDPOINT VERSION CASE... */
public final class Client {
    private static final String NS = "urn:soapstone:echo";
    private static final String WSA = "http://www.w3.org/2005/08/addressing";
    private static final String TEXT = "  <&>\"' ]]> &amp; ä€\uD834\uDD1E e\u0301\t\nend  ";

    private final EchoService service;
    private final String endpoint;
    private final boolean version12;

    private Client(String[] arguments) throws Exception {
        service = new EchoService(new File(arguments[0]).toURI().toURL());
        endpoint = arguments[1];
        version12 = arguments[2].equals("1.2");
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Client client = new Client(arguments);
        for (String name : Arrays.copyOfRange(arguments, 3, arguments.length)) {
            String why;
            try {
                why = client.run(name);
            } catch (Throwable e) {
                why = e.toString();
            }
            out.println("{\"case\":\"" + name + "\",\"ok\":" + (why == null)
                + (why == null ? "" : ",\"why\":\"" + escaped(why) + "\"") + "}");
        }
        System.exit(0);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]", " ");
    }

    /** What was wrong, or null. */
    private String run(String name) throws Exception {
        switch (name) {
            case "text": return echo(port(null), TEXT);
            case "cr": return echo(port(null), "a\r\nb\rc");
            case "text64k": return echo(port(null), "0123456789abcde\n".repeat(4096));
            case "struct": return struct();
            case "binary": return binary();
            case "fault": return fault();
            case "understood": return understood();
            case "not-understood": return refused(new Block(new QName("urn:soapstone:other", "lock", "o"), "x"), "MustUnderstand");
            case "addressing": return addressing();
            case "username-text": return token(false);
            case "username-digest": return token(true);
            case "keep-alive": return keepAlive();
            case "chunked": return chunked();
            case "one-way":
                port(null).oneWay(TEXT);
                return null;
            default: return "no such case";
        }
    }

    private Echo port(Handler<?> handler, AddressingFeature... features) {
        AddressingFeature[] asked = features.length == 0 ? new AddressingFeature[] {new AddressingFeature(false)} : features;
        Echo port = service.getPort(new QName(NS, version12 ? "Echo12" : "Echo11"), Echo.class, asked);
        BindingProvider provider = (BindingProvider) port;
        provider.getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, endpoint);
        if (handler != null) {
            provider.getBinding().setHandlerChain(List.of(handler));
        }
        return port;
    }

    private static String echo(Echo port, String text) {
        Holder<String> holder = new Holder<>(text);
        port.echoText(holder);
        return text.equals(holder.value) ? null : "another text: " + holder.value;
    }

    private String struct() throws Exception {
        Item item = new Item();
        item.setNumber(Integer.MIN_VALUE);
        item.setRatio(0.1);
        item.setWhen(DatatypeFactory.newInstance().newXMLGregorianCalendar("2026-11-21T10:20:30.5Z"));
        item.setFlag(true);
        item.getName().addAll(List.of("one", "two & <three>", ""));
        Inner inner = new Inner();
        inner.setLabel("in");
        inner.setCount(7);
        item.setInner(inner);
        Holder<Item> holder = new Holder<>(item);
        port(null).echoStruct(holder);
        Item got = holder.value;
        boolean same = got.getNumber() == item.getNumber() && got.getRatio() == item.getRatio() && got.isFlag()
            && got.getWhen().equals(item.getWhen()) && got.getName().equals(item.getName())
            && got.getInner().getLabel().equals("in") && got.getInner().getCount() == 7 && got.getMaybe() == null;
        return got != item && same ? null : "another item";
    }

    private String binary() {
        byte[] bytes = new byte[1 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        Holder<byte[]> holder = new Holder<>(bytes);
        port(null).echoBinary(holder);
        return holder.value != bytes && Arrays.equals(bytes, holder.value) ? null : "other bytes";
    }

    private String fault() {
        String text = "no <such> thing & more";
        try {
            port(null).fail("E-17", text);
            return "no fault";
        } catch (Failure_Exception e) {
            boolean same = e.getFaultInfo().getCode().equals("E-17") && e.getFaultInfo().getText().equals(text)
                && text.equals(e.getMessage());
            return same ? null : "another fault: " + e.getMessage();
        }
    }

    private String understood() {
        Block block = new Block(Security.TRACE, "trace-7");
        String bad = echo(port(block), TEXT);
        return bad != null ? bad : "trace-7".equals(block.answered) ? null : "trace: " + block.answered;
    }

    private String refused(Handler<?> handler, String code) {
        try {
            echo(port(handler), TEXT);
            return "it was answered";
        } catch (SOAPFaultException e) {
            var fault = e.getFault();
            List<QName> codes = new ArrayList<>(List.of(fault.getFaultCodeAsQName()));
            if (version12) {
                fault.getFaultSubcodes().forEachRemaining(subcode -> codes.add((QName) subcode));
            }
            return codes.stream().anyMatch(c -> c.getLocalPart().equals(code)) ? null : codes.toString();
        }
    }

    private String addressing() {
        Block block = new Block(null, null);
        String bad = echo(port(block, new AddressingFeature(true, true)), TEXT);
        if (bad != null) {
            return bad;
        }
        return block.relatesTo != null && block.relatesTo.startsWith("uuid:") ? null : "RelatesTo: " + block.relatesTo;
    }

    private String token(boolean digest) {
        String bad = echo(port(new Token(Security.PASSWORD, digest)), TEXT);
        return bad != null ? bad : refused(new Token("wrong", digest), "FailedAuthentication");
    }

    private String keepAlive() {
        Echo port = port(null);
        String bad = null;
        for (int i = 0; i < 10 && bad == null; i++) {
            bad = echo(port, TEXT);
        }
        return bad;
    }

    private String chunked() {
        Echo port = port(null);
        ((BindingProvider) port).getRequestContext().put("com.sun.xml.ws.transport.http.client.streaming.chunk.size", 512);
        return echo(port, TEXT);
    }

    /** Adds a mandatory header block to the request; keeps what the header of the answer says. */
    private class Block extends Blocks {
        private final QName name;
        private final String text;
        String answered;
        String relatesTo;

        Block(QName name, String text) {
            this.name = name;
            this.text = text;
        }

        @Override
        void outgoing(MessageHandlerContext context) throws Exception {
            if (name != null) {
                context.getMessage().getHeaders().add(Security.block(name, text, true, version12));
            }
        }

        @Override
        void incoming(MessageHandlerContext context) {
            answered = text(find(context, Security.TRACE));
            relatesTo = text(find(context, new QName(WSA, "RelatesTo")));
        }

        private String text(Header header) {
            return header == null ? null : header.getStringContent();
        }
    }

    private final class Token extends Block {
        private final String password;
        private final boolean digest;

        Token(String password, boolean digest) {
            super(null, null);
            this.password = password;
            this.digest = digest;
        }

        @Override
        void outgoing(MessageHandlerContext context) throws Exception {
            context.getMessage().getHeaders().add(Security.token(password, digest, version12));
        }
    }
}
