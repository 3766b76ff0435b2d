package dev.doppel.cli.history;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Cuts a JUnit report down to the suites with a failure or an error. */
public final class JunitFilter {
    private JunitFilter() {}

    /** The report with only those suites. */
    public static String notPassed(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
            NodeList suites = document.getElementsByTagName("testsuite");
            List<Node> passed = new ArrayList<>();
            for (int i = 0; i < suites.getLength(); i++) {
                Element suite = (Element) suites.item(i);
                if (suite.getElementsByTagName("failure").getLength() == 0
                        && suite.getElementsByTagName("error").getLength() == 0) {
                    passed.add(suite);
                }
            }
            passed.forEach(suite -> suite.getParentNode().removeChild(suite));
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            StringWriter out = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return out.toString();
        } catch (Exception e) {
            throw new IllegalStateException("the report is not readable: " + e.getMessage(), e);
        }
    }
}
