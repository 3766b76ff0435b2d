package dev.doppel.twin.convert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sample XML for elements and types of the schemas inside a WSDL document: every required and optional element once, the first choice, the
 * first enumerated value. At most 12 levels and about 64 KiB. Confined to one conversion.
 */
final class XsdSample {
    private static final int MAX_DEPTH = 12;
    private static final int MAX_CHARS = 65_536;
    private static final int MAX_STEPS = 20_000;

    private final Map<String, XmlNode> elements = new HashMap<>();
    private final Map<String, XmlNode> types = new HashMap<>();
    private final Map<XmlNode, String> unqualified = new java.util.IdentityHashMap<>();
    private int steps;

    XsdSample(XmlNode definitions) {
        for (XmlNode holder : definitions.all("types")) {
            for (XmlNode schema : holder.all("schema")) {
                String space = schema.attribute("targetNamespace");
                for (XmlNode node : schema.children()) {
                    Map<String, XmlNode> target = node.name().equals("element") ? elements : types;
                    target.putIfAbsent(key(space, node.attribute("name")), node);
                    if (!schema.attribute("elementFormDefault").equals("qualified")) {
                        unqualified.put(node, space);
                    }
                }
            }
        }
    }

    private static String key(String space, String name) {
        return space + "|" + name;
    }

    /** The global element that a message part names. */
    String element(XmlNode part) {
        steps = 0;
        StringBuilder out = new StringBuilder();
        String space = part.namespaceOf("element");
        String name = part.local("element");
        XmlNode element = elements.get(key(space, name));
        boolean bare = element != null && unqualified.containsKey(element);
        String tag = bare ? "n:" + name : name;
        out.append('<')
                .append(tag)
                .append(bare ? " xmlns:n=\"" : " xmlns=\"")
                .append(escape(space))
                .append("\">");
        if (element != null) {
            content(element, out, 0);
        }
        return out.append("</").append(tag).append('>').toString();
    }

    /** An element of the given name with the type that the part names. */
    String typed(String name, XmlNode part) {
        steps = 0;
        StringBuilder out = new StringBuilder("<").append(name).append('>');
        content(part, out, 0);
        return out.append("</").append(name).append('>').toString();
    }

    /** What stands between an element's tags: by its type attribute, or by the type written inside it. */
    private void content(XmlNode element, StringBuilder out, int depth) {
        if (depth > MAX_DEPTH || out.length() > MAX_CHARS) {
            return;
        }
        XmlNode inline = element.first("complexType");
        XmlNode simple = element.first("simpleType");
        if (inline != null) {
            complex(inline, out, depth);
        } else if (simple != null) {
            out.append(escape(simple(simple, depth)));
        } else if (!element.attribute("type").isEmpty()) {
            XmlNode named = types.get(key(element.namespaceOf("type"), element.local("type")));
            if (named == null) {
                out.append(builtin(element.local("type")));
            } else if (named.name().equals("complexType")) {
                complex(named, out, depth);
            } else {
                out.append(escape(simple(named, depth)));
            }
        }
    }

    private void complex(XmlNode node, StringBuilder out, int depth) {
        if (++steps > MAX_STEPS) {
            return;
        }
        for (XmlNode child : node.children()) {
            switch (child.name()) {
                case "sequence", "all" -> complex(child, out, depth + 1);
                case "choice" -> {
                    if (!child.children().isEmpty()) {
                        particle(child.children().getFirst(), out, depth);
                    }
                }
                case "complexContent", "simpleContent" -> extended(child, out, depth);
                default -> particle(child, out, depth);
            }
        }
    }

    private void extended(XmlNode content, StringBuilder out, int depth) {
        XmlNode extension = content.first("extension");
        XmlNode derived = extension == null ? content.first("restriction") : extension;
        if (derived == null || depth > MAX_DEPTH) {
            return;
        }
        XmlNode base = types.get(key(derived.namespaceOf("base"), derived.local("base")));
        if (base == null) {
            out.append(content.name().equals("simpleContent") ? builtin(derived.local("base")) : "");
        } else if (extension != null && base.name().equals("complexType")) {
            complex(base, out, depth + 1);
        }
        complex(derived, out, depth + 1);
    }

    private void particle(XmlNode node, StringBuilder out, int depth) {
        if (!node.name().equals("element") || depth > MAX_DEPTH || out.length() > MAX_CHARS) {
            if (node.name().equals("sequence") || node.name().equals("choice")) {
                complex(node, out, depth + 1);
            }
            return;
        }
        XmlNode named = node;
        String name = node.attribute("name");
        if (!node.attribute("ref").isEmpty()) {
            XmlNode target = elements.get(key(node.namespaceOf("ref"), node.local("ref")));
            name = node.local("ref");
            named = target == null ? node : target;
        }
        out.append('<').append(name).append('>');
        content(named, out, depth + 1);
        out.append("</").append(name).append('>');
    }

    private String simple(XmlNode node, int depth) {
        XmlNode restriction = node.first("restriction");
        if (restriction == null || depth > MAX_DEPTH) {
            return "text";
        }
        List<XmlNode> values = restriction.all("enumeration");
        if (!values.isEmpty()) {
            return values.getFirst().attribute("value");
        }
        @Nullable XmlNode base = types.get(key(restriction.namespaceOf("base"), restriction.local("base")));
        return base == null ? builtin(restriction.local("base")) : simple(base, depth + 1);
    }

    private static String builtin(String type) {
        return switch (type) {
            case "boolean" -> "false";
            case "int",
                    "integer",
                    "long",
                    "short",
                    "byte",
                    "nonNegativeInteger",
                    "unsignedInt",
                    "unsignedLong",
                    "unsignedShort",
                    "unsignedByte" -> "0";
            case "positiveInteger" -> "1";
            case "negativeInteger" -> "-1";
            case "nonPositiveInteger" -> "0";
            case "decimal", "double", "float" -> "0.0";
            case "date" -> "2025-01-01";
            case "time" -> "00:00:00Z";
            case "dateTime" -> "2025-01-01T00:00:00Z";
            case "duration" -> "PT1H";
            case "anyURI" -> "https://example.com/";
            case "base64Binary" -> "";
            case "hexBinary" -> "00";
            default -> "text";
        };
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
