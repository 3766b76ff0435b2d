package dev.doppel.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/twins.md, in their order, and looks for what the page says they print. */
class TwinGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh(?: file=(\\S+))?\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theGuidesCommandsDoWhatItSays() throws Exception {
        String guide = Files.readString(Doppel.ROOT.resolve("docs/twins.md"));
        Twin twin = new Twin(Doppel.fresh(), folder, Twin.freePort(), Twin.freePort());
        int commands = 0;
        try (twin) {
            Matcher block = BLOCK.matcher(guide);
            while (block.find()) {
                if (block.group(1) != null) {
                    Files.writeString(folder.resolve(block.group(1)), block.group(2));
                } else {
                    commands += run(twin, block.group(2).lines().toList());
                }
            }
        }
        assertThat(commands).isGreaterThanOrEqualTo(20);
    }

    private static int run(Twin twin, List<String> lines) throws Exception {
        String printed = "";
        int commands = 0;
        for (String line : lines) {
            if (line.startsWith("#=> ")) {
                assertThat(printed).contains(line.substring(4));
            } else {
                printed = twin.shell(onFreePorts(line, twin));
                commands++;
            }
        }
        return commands;
    }

    private static String onFreePorts(String line, Twin twin) {
        String script = "DOPPEL_NO_BUILD=1 DOPPEL_JAVA_HOME='" + System.getProperty("java.home") + "' '"
                + Doppel.ROOT.resolve("doppel") + "'";
        return line.replaceFirst("^doppel", Matcher.quoteReplacement(script))
                .replace("localhost:4280", "localhost:" + twin.port())
                .replace("twin start ", "twin start --port " + twin.port() + " --admin-port " + twin.admin() + " ");
    }
}
