package dev.doppel.twin.convert;

import dev.doppel.twin.load.TwinLoadException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An XML element: name without prefix, attributes, child elements. Read without DTDs and external entities; at most 200 000 elements, 90
 * levels.
 *
 * @param prefixes namespaces in force by prefix, "" for the default one
 */
record XmlNode(
        String name,
        String namespace,
        Map<String, String> attributes,
        Map<String, String> prefixes,
        List<XmlNode> children) {
    private static final int MAX_NODES = 200_000;
    private static final int MAX_DEPTH = 90;

    static XmlNode parse(String source, byte[] bytes) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLReporter((message, type, detail, place) -> {});
        String text = MockList.utf8(bytes);
        if (text == null) {
            throw TwinLoadException.of("import", source, "", "not valid XML: the text is not UTF-8");
        }
        try {
            return read(source, factory.createXMLStreamReader(new StringReader(text)));
        } catch (XMLStreamException | RuntimeException e) {
            if (e instanceof TwinLoadException known) {
                throw known;
            }
            String why = String.valueOf(e.getMessage()).replace('\n', ' ');
            throw TwinLoadException.of(
                    "import", source, "", "not valid XML: " + why.substring(0, Math.min(300, why.length())));
        }
    }

    private static XmlNode read(String source, XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode root = null;
        int nodes = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw TwinLoadException.of("import", source, "", "document types and entities are not read");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (++nodes > MAX_NODES || open.size() >= MAX_DEPTH) {
                    throw TwinLoadException.of(
                            "import",
                            source,
                            "",
                            "has more than " + MAX_NODES + " elements or " + MAX_DEPTH + " levels");
                }
                XmlNode node = element(reader, open.peek());
                if (open.peek() == null) {
                    root = node;
                } else {
                    open.peek().children().add(node);
                }
                open.push(node);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                open.pop();
            }
        }
        if (root == null) {
            throw TwinLoadException.of("import", source, "", "holds no XML element");
        }
        return root;
    }

    private static XmlNode element(XMLStreamReader reader, @Nullable XmlNode parent) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.putIfAbsent(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        Map<String, String> prefixes = parent == null ? new HashMap<>() : parent.prefixes();
        if (reader.getNamespaceCount() > 0) {
            prefixes = new HashMap<>(prefixes);
            for (int i = 0; i < reader.getNamespaceCount(); i++) {
                String prefix = reader.getNamespacePrefix(i);
                String uri = reader.getNamespaceURI(i);
                prefixes.put(prefix == null ? "" : prefix, uri == null ? "" : uri);
            }
        }
        String namespace = reader.getNamespaceURI();
        return new XmlNode(
                reader.getLocalName(), namespace == null ? "" : namespace, attributes, prefixes, new ArrayList<>());
    }

    String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    /** The attribute's name without its prefix. */
    String local(String key) {
        String value = attribute(key);
        return value.substring(value.indexOf(':') + 1);
    }

    /** The namespace that the attribute's prefix stands for. */
    String namespaceOf(String key) {
        String value = attribute(key);
        int colon = value.indexOf(':');
        return prefixes.getOrDefault(colon < 0 ? "" : value.substring(0, colon), "");
    }

    List<XmlNode> all(String child) {
        return children.stream().filter(c -> c.name().equals(child)).toList();
    }

    @Nullable
    XmlNode first(String child) {
        return children.stream().filter(c -> c.name().equals(child)).findFirst().orElse(null);
    }
}
