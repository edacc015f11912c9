package soapstone;

import com.sun.xml.ws.api.handler.MessageHandler;
import com.sun.xml.ws.api.handler.MessageHandlerContext;
import com.sun.xml.ws.api.message.Header;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.ws.handler.MessageContext;

/** Looks at the header of each message. It leaves the body alone: SAAJ would make a tree of it, and chokes on entities. */
abstract class Blocks implements MessageHandler<MessageHandlerContext> {
    abstract void outgoing(MessageHandlerContext context) throws Exception;

    abstract void incoming(MessageHandlerContext context) throws Exception;

    static Header find(MessageHandlerContext context, QName name) {
        return context.getMessage().getHeaders().get(name, true);
    }

    @Override
    public Set<QName> getHeaders() {
        return Security.UNDERSTOOD;
    }

    @Override
    public boolean handleMessage(MessageHandlerContext context) {
        try {
            if ((Boolean) context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY)) {
                outgoing(context);
            } else {
                incoming(context);
            }
            return true;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RuntimeException(e);
        }
    }

    @Override
    public boolean handleFault(MessageHandlerContext context) {
        return true;
    }

    @Override
    public void close(MessageContext context) {}
}
