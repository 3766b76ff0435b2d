package dev.doppel.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.contract.event.Message;
import dev.doppel.contract.evidence.ConsoleLine;
import dev.doppel.contract.exchange.Exchange;
import dev.doppel.contract.result.InstanceRef;
import dev.doppel.contract.result.ResultMessage;
import dev.doppel.contract.result.RunAccepted;
import dev.doppel.contract.result.Verdict;
import dev.doppel.results.dump.Dump;
import dev.doppel.results.junit.CompatJunitReport;
import dev.doppel.results.junit.JunitReport;
import dev.doppel.results.mask.Masking;
import dev.doppel.results.report.InstanceFold;
import dev.doppel.results.report.RunReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** What people and tools get to read, compared with files; {@code -Dgolden.update=true} writes them anew. */
class GoldenTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("doppel.root"), "results-svc/src/test/resources/golden");

    private final Sample sample = new Sample("r1");
    private final List<Message> messages = messages();
    private final MemoryEvidence evidence = new MemoryEvidence(messages);

    private List<Message> messages() {
        List<Message> all = new ArrayList<>(sample.everyKind());
        Masking masking = new Masking(Set.of());
        all.add(masking.exchange(sample.exchange("charges", 1, 1, "orders", null)));
        all.add(masking.exchange(sample.exchange("charges", 1, 2, "api.stripe.com", null)));
        return all;
    }

    private RunReport report() {
        RunAccepted accepted = (RunAccepted) messages.getFirst();
        Map<String, InstanceFold> folds = new LinkedHashMap<>();
        for (InstanceRef ref : accepted.instances()) {
            InstanceFold fold = new InstanceFold(ref);
            folds.put(ref.instance().value(), fold);
            messages.stream()
                    .filter(message -> message instanceof ResultMessage result
                            && result.toString().contains("instance=" + ref.instance() + ","))
                    .filter(message -> !(message instanceof RunAccepted))
                    .forEach(message -> fold.add((ResultMessage) message));
        }
        return new RunReport(
                accepted.run(),
                accepted.project(),
                accepted.at(),
                Sample.at(600),
                Verdict.ERROR,
                accepted.invalid(),
                accepted.warnings(),
                folds.values().stream().map(InstanceFold::report).toList());
    }

    private String junit() {
        return JunitReport.write(
                report(),
                instance -> {
                    List<ConsoleLine> lines = new ArrayList<>();
                    evidence.console(instance.ref().instance().value(), instance.decidingAttempt(), lines::add);
                    return lines;
                },
                instance -> {
                    List<String> lines = new ArrayList<>();
                    evidence.isolationReports(
                            instance.ref().instance().value(),
                            instance.decidingAttempt(),
                            report -> lines.add(report.kind() + " " + report.message()));
                    return lines;
                });
    }

    private String dump(boolean failedOnly) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dump.write(report(), evidence, failedOnly, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void isAsInFile(String name, String actual) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }

    @Test
    void junitReport() throws Exception {
        isAsInFile("junit.xml", junit());
    }

    @Test
    void compatibleJunitReport() throws Exception {
        isAsInFile("junit-compat.xml", CompatJunitReport.write(report()));
    }

    @Test
    void dump() throws Exception {
        isAsInFile("dump.json", dump(false));
    }

    @Test
    void junitReportIsXmlWhateverServicesPrint() throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(junit().getBytes(StandardCharsets.UTF_8)));
        String console = document.getElementsByTagName("system-out").item(0).getTextContent();
        assertThat(console).contains("bell  <&> ]]>").contains("[31mdouble charge[0m");
        assertThat(console.chars()).allMatch(c -> c >= ' ' || c == '\n' || c == '\t');
    }

    @Test
    void exchangesOfTheSampleAreMasked() {
        assertThat(messages.stream().filter(Exchange.class::isInstance).map(Object::toString))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("sk_live")
                        .doesNotContain("k-1")
                        .doesNotContain("sid=1"));
    }
}
