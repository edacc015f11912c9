package soapstone;

import com.sun.xml.ws.api.message.Header;
import com.sun.xml.ws.api.message.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.soap.SOAPConstants;
import javax.xml.soap.SOAPException;
import javax.xml.soap.SOAPFactory;
import javax.xml.soap.SOAPFault;
import javax.xml.stream.XMLStreamReader;
import javax.xml.ws.soap.SOAPFaultException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Header blocks, and UsernameToken by hand: the reference implementation has none of its own. */
final class Security {
    private static final String BASE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    static final String WSSE = BASE + "wssecurity-secext-1.0.xsd";
    private static final String WSU = BASE + "wssecurity-utility-1.0.xsd";
    private static final String TOKEN = BASE + "username-token-profile-1.0#";
    private static final String BASE64 = BASE + "soap-message-security-1.0#Base64Binary";
    static final QName TRACE = new QName("urn:soapstone:echo", "trace", "e");
    static final Set<QName> UNDERSTOOD = Set.of(new QName(WSSE, "Security"), TRACE);
    static final String USER = "alice";
    static final String PASSWORD = "p4ss<&wörd";

    /** A header block with this text. */
    static Header block(QName name, String text, boolean mandatory, boolean version12) throws Exception {
        Element block = root(name);
        block.setTextContent(text);
        return header(block, mandatory, version12);
    }

    /** A UsernameToken. */
    static Header token(String password, boolean digest, boolean version12) throws Exception {
        Element security = root(new QName(WSSE, "Security", "wsse"));
        Element token = child(security, WSSE, "wsse:UsernameToken", null);
        child(token, WSSE, "wsse:Username", USER);
        if (digest) {
            byte[] nonce = new byte[16];
            new java.security.SecureRandom().nextBytes(nonce);
            String created = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
            child(token, WSSE, "wsse:Password", digest(nonce, created, password)).setAttribute("Type", TOKEN + "PasswordDigest");
            child(token, WSSE, "wsse:Nonce", Base64.getEncoder().encodeToString(nonce)).setAttribute("EncodingType", BASE64);
            child(token, WSU, "wsu:Created", created);
        } else {
            child(token, WSSE, "wsse:Password", password).setAttribute("Type", TOKEN + "PasswordText");
        }
        return header(security, true, version12);
    }

    /** Refuses a token that is not right. */
    static void check(Header security, boolean version12) throws Exception {
        Map<String, String> parts = new HashMap<>();
        XMLStreamReader reader = security.readHeader();
        while (reader.hasNext() && !(reader.isEndElement() && reader.getLocalName().equals("Security"))) {
            if (reader.isStartElement() && Set.of("Username", "Password", "Nonce", "Created").contains(reader.getLocalName())) {
                String local = reader.getLocalName();
                String type = reader.getAttributeValue(null, "Type");
                if (type != null) {
                    parts.put("Type", type);
                }
                parts.put(local, reader.getElementText());
            }
            reader.next();
        }
        String expected = PASSWORD;
        if (parts.getOrDefault("Type", "").endsWith("#PasswordDigest")) {
            expected = digest(Base64.getMimeDecoder().decode(parts.get("Nonce")), parts.get("Created"), PASSWORD);
        }
        if (!USER.equals(parts.get("Username")) || !expected.equals(parts.get("Password"))) {
            throw failed(version12);
        }
    }

    private static SOAPFaultException failed(boolean version12) throws SOAPException {
        QName reason = new QName(WSSE, "FailedAuthentication", "wsse");
        String protocol = version12 ? SOAPConstants.SOAP_1_2_PROTOCOL : SOAPConstants.SOAP_1_1_PROTOCOL;
        SOAPFault fault = SOAPFactory.newInstance(protocol)
            .createFault("not authenticated", version12 ? SOAPConstants.SOAP_SENDER_FAULT : reason);
        if (version12) {
            fault.appendFaultSubcode(reason);
        }
        return new SOAPFaultException(fault);
    }

    private static Element root(QName name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().newDocument();
        Element root = document.createElementNS(name.getNamespaceURI(), name.getPrefix() + ":" + name.getLocalPart());
        document.appendChild(root);
        return root;
    }

    private static Element child(Element parent, String uri, String name, String text) {
        Element child = parent.getOwnerDocument().createElementNS(uri, name);
        if (text != null) {
            child.setTextContent(text);
        }
        parent.appendChild(child);
        return child;
    }

    private static Header header(Element block, boolean mandatory, boolean version12) {
        if (mandatory) {
            String uri = version12 ? SOAPConstants.URI_NS_SOAP_1_2_ENVELOPE : SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE;
            block.setAttributeNS(uri, "S:mustUnderstand", version12 ? "true" : "1");
        }
        return Headers.create(block);
    }

    private static String digest(byte[] nonce, String created, String password) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-1");
        sha.update(nonce);
        sha.update(created.getBytes(StandardCharsets.UTF_8));
        sha.update(password.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(sha.digest());
    }
}
