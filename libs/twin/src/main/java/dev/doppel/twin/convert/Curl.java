package dev.doppel.twin.convert;

import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * curl command lines: one mock for each command, found by method and path. A command says nothing about the answer: 200 with an empty JSON
 * object, to be filled in by hand or bound to a table.
 */
final class Curl {
    private static final Set<String> DATA = Set.of(
            "-d",
            "--data",
            "--data-raw",
            "--data-binary",
            "--data-ascii",
            "--data-urlencode",
            "--json",
            "-F",
            "--form",
            "--form-string");
    /** Options followed by a value that does not matter here. */
    private static final Set<String> VALUED = Set.of(
            "-H",
            "--header",
            "-u",
            "--user",
            "-A",
            "--user-agent",
            "-b",
            "--cookie",
            "-c",
            "--cookie-jar",
            "-e",
            "--referer",
            "-o",
            "--output",
            "-m",
            "--max-time",
            "--connect-timeout",
            "--retry",
            "-x",
            "--proxy",
            "--cacert",
            "--cert",
            "--key",
            "-E",
            "-w",
            "--write-out",
            "--resolve",
            "-D",
            "--dump-header",
            "-r",
            "--range",
            "--limit-rate",
            "--oauth2-bearer",
            "-K",
            "--config",
            "--interface",
            "-T",
            "--upload-file",
            "-z",
            "--time-cond",
            "-Y",
            "-y",
            "-C",
            "--retry-delay",
            "--retry-max-time",
            "--ciphers",
            "--capath",
            "--max-redirs",
            "--unix-socket",
            "-t",
            "-P",
            "-Q");

    private Curl() {}

    static Map<String, Object> convert(String source, String text, Problems problems) {
        MockList mocks = new MockList(source, problems);
        int n = 0;
        for (List<String> words : commands(source, text)) {
            if (words.isEmpty() || mocks.full("")) {
                continue;
            }
            if (!words.getFirst().equals("curl")) {
                throw TwinLoadException.of(
                        "import",
                        source,
                        "",
                        "command " + (n + 1) + " begins with " + words.getFirst() + ", not with curl");
            }
            command(source, words, ++n, mocks);
        }
        if (n == 0) {
            throw TwinLoadException.of("import", source, "", "holds no curl command");
        }
        mocks.note("", "curl commands say nothing of the answers: 200 and {} are served until you write others");
        return mocks.config(Map.of());
    }

    private static void command(String source, List<String> words, int number, MockList mocks) {
        String method = null;
        String url = null;
        boolean data = false;
        boolean inQuery = false;
        boolean upload = false;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            int eq = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = eq < 0 ? word : word.substring(0, eq);
            String next = eq >= 0 ? word.substring(eq + 1) : i + 1 < words.size() ? words.get(i + 1) : "";
            if (option.equals("-X") || option.equals("--request") || option.equals("--url")) {
                if (option.equals("--url")) {
                    url = next;
                } else {
                    method = next;
                }
                i += eq < 0 ? 1 : 0;
            } else if (word.startsWith("-X") && word.length() > 2) {
                method = word.substring(2);
            } else if (DATA.contains(option)) {
                data = true;
                i += eq < 0 ? 1 : 0;
            } else if (VALUED.contains(option)) {
                upload |= option.equals("-T") || option.equals("--upload-file");
                i += eq < 0 ? 1 : 0;
            } else if (option.equals("-G") || option.equals("--get")) {
                inQuery = true;
            } else if (option.equals("-I") || option.equals("--head")) {
                method = method == null ? "HEAD" : method;
            } else if (word.length() > 2 && word.startsWith("-d")) {
                data = true;
            } else if (!word.startsWith("-") && url == null) {
                url = word;
            }
        }
        if (url == null || url.isBlank()) {
            throw TwinLoadException.of("import", source, "", "curl command " + number + " names no URL");
        }
        String verb = method != null && !method.isBlank() ? method : upload ? "PUT" : data && !inQuery ? "POST" : "GET";
        Urls parsed = Urls.of(url);
        String path = Urls.literal(parsed.path());
        mocks.add(
                verb.toUpperCase(java.util.Locale.ROOT) + " " + path,
                MockList.matcher(verb, path),
                parsed.query(),
                MockList.response(200, Map.of("Content-Type", "application/json"), "{}"));
    }

    /** Words of each command as a POSIX shell splits them: quotes, backslashes, {@code $'...'}; a line end ends a command. */
    private static List<List<String>> commands(String source, String text) {
        List<List<String>> out = new ArrayList<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'' || c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                boolean ansi = c == '$';
                int from = i + (ansi ? 2 : 1);
                int end = from;
                while (end < text.length() && text.charAt(end) != '\'') {
                    end += ansi && text.charAt(end) == '\\' ? 2 : 1;
                }
                if (end >= text.length()) {
                    throw TwinLoadException.of("import", source, "", "a ' is opened and never closed");
                }
                String inside = text.substring(from, end);
                word.append(
                        ansi ? inside.replace("\\'", "'").replace("\\n", "\n").replace("\\\\", "\\") : inside);
                open = true;
                i = end + 1;
            } else if (c == '"') {
                int end = i + 1;
                while (end < text.length() && text.charAt(end) != '"') {
                    if (text.charAt(end) == '\\'
                            && end + 1 < text.length()
                            && "\"\\$`".indexOf(text.charAt(end + 1)) >= 0) {
                        end++;
                    }
                    word.append(text.charAt(end++));
                }
                if (end >= text.length()) {
                    throw TwinLoadException.of("import", source, "", "a \" is opened and never closed");
                }
                open = true;
                i = end + 1;
            } else if (c == '\\' && i + 1 < text.length()) {
                boolean join = text.charAt(i + 1) == '\n' || text.startsWith("\r\n", i + 1);
                if (!join) {
                    word.append(text.charAt(i + 1));
                    open = true;
                }
                i += join && text.charAt(i + 1) == '\r' ? 3 : 2;
            } else if (Character.isWhitespace(c) || c == ';' || c == '|') {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
                if (c == '|') {
                    int line = text.indexOf('\n', i);
                    i = line < 0 ? text.length() - 1 : line;
                    c = '\n';
                }
                if ((c == '\n' || c == ';') && !words.isEmpty()) {
                    out.add(words);
                    words = new ArrayList<>();
                }
                i++;
            } else if (c == '#' && !open && words.isEmpty()) {
                int line = text.indexOf('\n', i);
                i = line < 0 ? text.length() : line + 1;
            } else {
                word.append(c);
                open = true;
                i++;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        if (!words.isEmpty()) {
            out.add(words);
        }
        return out;
    }
}
