package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WSDL 1.1: a SOAP mock for each operation of each SOAP 1.1 or 1.2 port, found by the first element of the request's body and answering an
 * envelope made from the schema; and the document itself at {@code GET <path>?wsdl}.
 */
final class Wsdl {
    private static final String SOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static final String SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
    private static final String ENVELOPE11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String ENVELOPE12 = "http://www.w3.org/2003/05/soap-envelope";

    private final MockList mocks;
    private final XmlNode root;
    private final XsdSample samples;
    private final Map<String, XmlNode> messages;
    private final Map<String, XmlNode> portTypes;
    private final Map<String, XmlNode> bindings;

    private Wsdl(String source, XmlNode root, Problems problems) {
        this.mocks = new MockList(source, problems);
        this.root = root;
        this.samples = new XsdSample(root);
        this.messages = named("message");
        this.portTypes = named("portType");
        this.bindings = named("binding");
    }

    static Map<String, Object> convert(String source, byte[] bytes, Problems problems) {
        XmlNode root = XmlNode.parse(source, bytes);
        if (root.name().equals("description")) {
            throw TwinLoadException.of("import", source, "", "is WSDL 2.0; only WSDL 1.1 (definitions) is read");
        }
        if (!root.name().equals("definitions")) {
            throw TwinLoadException.of(
                    "import", source, "", "the root element must be definitions, not " + root.name());
        }
        Wsdl reader = new Wsdl(source, root, problems);
        String text = MockList.utf8(bytes);
        for (XmlNode service : root.all("service")) {
            for (XmlNode port : service.all("port")) {
                reader.port(port, text == null ? "" : text);
            }
        }
        return reader.mocks.config(Map.of("name", root.attribute("name")));
    }

    private Map<String, XmlNode> named(String kind) {
        Map<String, XmlNode> out = new HashMap<>();
        root.all(kind).forEach(n -> out.putIfAbsent(n.attribute("name"), n));
        return out;
    }

    private void port(XmlNode port, String text) {
        String at = "/service/port/" + port.attribute("name");
        XmlNode binding = bindings.get(port.local("binding"));
        XmlNode address = port.first("address");
        XmlNode soap = binding == null ? null : binding.first("binding");
        if (binding == null || address == null || soap == null) {
            mocks.note(at, "the port needs an address and a SOAP binding");
            return;
        }
        if (!soap.namespace().equals(SOAP11) && !soap.namespace().equals(SOAP12)) {
            mocks.note(at, "only SOAP 1.1 and 1.2 ports are read");
            return;
        }
        String path = Urls.literal(Urls.of(address.attribute("location")).path());
        boolean twelve = soap.namespace().equals(SOAP12);
        XmlNode type = portTypes.get(binding.local("type"));
        for (XmlNode operation : binding.all("operation")) {
            if (!mocks.full(at)) {
                operation(path, twelve, soap, operation, type);
            }
        }
        if (!text.isEmpty()) {
            Map<String, Object> matcher = MockList.matcher("GET", path);
            matcher.put("queryParams", Map.of("wsdl", ""));
            mocks.add(
                    "WSDL of " + port.attribute("name"),
                    matcher,
                    Map.of(),
                    MockList.response(200, Map.of("Content-Type", "text/xml"), text));
        }
    }

    private void operation(String path, boolean twelve, XmlNode soap, XmlNode operation, @Nullable XmlNode type) {
        String name = operation.attribute("name");
        XmlNode details = operation.first("operation");
        String style = details == null ? "" : details.attribute("style");
        boolean rpc = (style.isEmpty() ? soap.attribute("style") : style).equals("rpc");
        XmlNode abstractOperation = type == null
                ? null
                : type.all("operation").stream()
                        .filter(o -> o.attribute("name").equals(name))
                        .findFirst()
                        .orElse(null);
        XmlNode in = message(abstractOperation, "input");
        XmlNode out = message(abstractOperation, "output");
        XmlNode asked = in == null || rpc ? null : in.first("part");
        String element = asked == null || asked.attribute("element").isEmpty() ? name : asked.local("element");
        Map<String, Object> matcher = MockList.matcher("POST", path);
        matcher.put("bodyPattern", "<(?:[A-Za-z_][A-Za-z0-9_.-]*:)?" + element.replace(".", "\\.") + "[ \\t\\r\\n/>]");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", twelve ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8");
        mocks.add(
                "soap",
                name + (twelve ? " (SOAP 1.2)" : ""),
                matcher,
                Map.of(),
                MockList.response(
                        200, headers, envelope(twelve, answer(name, rpc, out)).getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable XmlNode message(@Nullable XmlNode operation, String direction) {
        XmlNode use = operation == null ? null : operation.first(direction);
        return use == null ? null : messages.get(use.local("message"));
    }

    private String answer(String operation, boolean rpc, @Nullable XmlNode message) {
        List<XmlNode> parts = message == null ? List.of() : message.all("part");
        StringBuilder body = new StringBuilder();
        if (rpc) {
            body.append("<m:").append(operation).append("Response xmlns:m=\"");
            body.append(XsdSample.escape(root.attribute("targetNamespace"))).append("\">");
            parts.forEach(p -> body.append(samples.typed(p.attribute("name"), p)));
            return body.append("</m:").append(operation).append("Response>").toString();
        }
        for (XmlNode part : parts) {
            body.append(part.attribute("element").isEmpty() ? "" : samples.element(part));
        }
        return body.toString();
    }

    private static String envelope(boolean twelve, String body) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\""
                + (twelve ? ENVELOPE12 : ENVELOPE11)
                + "\"><soap:Body>" + body + "</soap:Body></soap:Envelope>";
    }
}
