import dev.doppel.twin.TwinEngine;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.http.TwinRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Start, memory and throughput of the standing twin; WireMock and MockServer answer a canned body of the same size in the same run. */
public class TwinBench {
    static final int CONNECTIONS = 16;
    static final List<Process> STARTED = new ArrayList<>();
    static Path home;
    static Path work;
    static Path specs;

    public static void main(String[] args) throws Exception {
        home = Path.of(args[0]);
        specs = Path.of(args[1]).toAbsolutePath().normalize().resolve("specs");
        int rounds = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        work = Files.createTempDirectory("twin-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(TwinBench::end));
        System.out.println("\n| what | figure |\n| --- | --- |");
        starts();
        memory();
        load(rounds, seconds);
        System.exit(0);
    }

    static void end() {
        STARTED.forEach(Process::destroy);
        try {
            new ProcessBuilder("rm", "-rf", work.toString()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            System.err.println(work + " is left: " + e);
        }
    }

    static Path config(String name, String... documents) throws IOException {
        StringBuilder text = new StringBuilder("version: \"1.0\"\nimports:\n");
        for (String document : documents) {
            text.append("  - {path: ").append(specs.resolve(document + ".openapi.json")).append(", as: ").append(document).append("}\n");
        }
        text.append("""
                tables:
                  - {name: customers, idStrategy: prefix, idPrefix: "cus_", seedData: [{id: cus_0, name: "Row 0", email: "row0@example.com"}]}
                extend:
                  - {mock: stripe.GetCustomers, table: customers, action: list}
                  - {mock: stripe.PostCustomers, table: customers, action: create}
                  - {mock: stripe.GetCustomersCustomer, table: customers, action: get}
                """);
        return Files.writeString(work.resolve(name + ".yaml"), text);
    }

    static void starts() throws Exception {
        Path config = config("stripe", "stripe");
        double[] warm = new double[12];
        for (int i = 0; i < warm.length; i++) {
            long start = System.nanoTime();
            int status = TwinEngine.load(config, TwinOptions.defaults()).start().handle(TwinRequest.get("/v1/coupons/abc")).status();
            warm[i] = (System.nanoTime() - start) / 1e9;
            check(status == 200, "the engine answered " + status);
        }
        row("Stripe file to first answer, first load of this JVM", "%.2f s", warm[0]);
        row("Stripe file to first answer, warm JVM (median of the last 6)", "%.2f s", median(Arrays.copyOfRange(warm, 6, 12)));
        double[] cold = new double[5];
        double[] command = new double[5];
        for (int i = 0; i < cold.length; i++) {
            int port = free();
            int admin = free();
            long start = System.nanoTime();
            Process started = doppel("twin", "start", "-c", config.toString(), "-d", "--no-auth", "--port", port + "", "--admin-port", admin + "");
            while (!answers(port, "/v1/coupons/abc")) {
                check(started.isAlive() || started.exitValue() == 0, "the twin did not start");
                Thread.onSpinWait();
            }
            cold[i] = (System.nanoTime() - start) / 1e9;
            started.waitFor();
            command[i] = (System.nanoTime() - start) / 1e9;
            doppel("twin", "stop", "--all").waitFor();
        }
        row("`twin start -d` with Stripe, new processes, to first answer (median of 5)", "%.2f s", median(cold));
        row("the same until the command returns", "%.2f s", median(command));
    }

    static void memory() throws Exception {
        int port = free();
        Process started = doppel("twin", "start", "-c", config("both", "stripe", "twilio").toString(), "-d", "--no-auth", "--port", port + "", "--admin-port", "0");
        check(started.waitFor() == 0, "the twin did not start");
        row("memory with Stripe and Twilio loaded, idle (RSS)", "%.0f MiB", rss(port));
        for (int i = 0; i < 500; i++) {
            answers(port, "/v1/coupons/abc" + i);
            answers(port, "/v1/customers?limit=3");
        }
        row("the same after 1,000 requests", "%.0f MiB", rss(port));
        doppel("twin", "stop", "--all").waitFor();
    }

    record Case(String name, int port, String path) {}

    static void load(int rounds, int seconds) throws Exception {
        int one = twin();
        int many = twin();
        fill(many, 100_000);
        String body = get(one, "/v1/customers/cus_0");
        List<Case> cases = List.of(
                new Case("WireMock 3.13.1, canned", wiremock(body), "/v1/customers/cus_0"),
                new Case("MockServer 5.15.0, canned", mockserver(body), "/v1/customers/cus_0"),
                new Case("twin, bound get, 1 row", one, "/v1/customers/cus_0"),
                new Case("twin, bound get, 100,000 rows", many, "/v1/customers/cus_77777"),
                new Case("twin, bound list of 10, 1 row", one, "/v1/customers?limit=10"),
                new Case("twin, bound list of 10, 100,000 rows", many, "/v1/customers?limit=10"),
                new Case("twin, bound list of 10 after a row, 100,000 rows", many, "/v1/customers?limit=10&starting_after=cus_50000"),
                new Case("twin, generated get, 1 row", one, "/v1/coupons/abc"),
                new Case("twin, generated get, 100,000 rows", many, "/v1/coupons/abc"));
        for (Case c : cases) {
            measure(c, Math.max(3, seconds));
        }
        Map<Case, List<double[]>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Case c : cases) {
                results.computeIfAbsent(c, k -> new ArrayList<>()).add(measure(c, seconds));
            }
        }
        System.out.println("\n| answers | bytes | requests/s | p50 | p99 |\n| --- | --- | --- | --- | --- |");
        for (Case c : cases) {
            double[][] all = results.get(c).toArray(double[][]::new);
            System.out.printf(Locale.ROOT, "| %s | %d | %,.0f | %.2f ms | %.2f ms |%n", c.name(), get(c.port(), c.path()).length(),
                    column(all, 0), column(all, 1), column(all, 2));
        }
        System.out.println("load after: " + Files.readString(Path.of("/proc/loadavg")).strip());
        doppel("twin", "stop", "--all").waitFor();
    }

    static int twin() throws Exception {
        int port = free();
        Process started = doppel("twin", "start", "-c", config("load", "stripe").toString(), "-d", "--no-auth", "--port", port + "", "--admin-port", "0");
        check(started.waitFor() == 0, "the twin did not start");
        return port;
    }

    static void fill(int port, int rows) throws Exception {
        StringBuilder state = new StringBuilder("{\"tables\":{\"customers\":{\"rows\":[");
        for (int i = 0; i < rows; i++) {
            state.append(i == 0 ? "" : ",").append("{\"id\":\"cus_").append(i).append("\",\"data\":{\"name\":\"Row ").append(i)
                    .append("\",\"email\":\"row").append(i).append("@example.com\"}}");
        }
        call(Integer.parseInt(record(port, "adminPort")), "PUT", "/state/import", state.append("]}}}").toString());
    }

    static String record(int port, String name) throws IOException {
        String text = Files.readString(work.resolve("state/twins/" + port + ".json"));
        return text.replaceFirst("(?s).*\"" + name + "\":\"?([^\",}]*).*", "$1");
    }

    static double rss(int port) throws IOException {
        String status = Files.readString(Path.of("/proc/" + record(port, "pid") + "/status"));
        return Double.parseDouble(status.replaceFirst("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1")) / 1024;
    }

    static Process doppel(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("doppel").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("doppel.log").toFile()));
        builder.environment().put("DOPPEL_STATE", work.resolve("state").toString());
        builder.environment().put("DOPPEL_NO_BUILD", "1");
        return builder.start();
    }

    static int jvm(String jar, String... arguments) throws Exception {
        int port = free();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
                "-Dmockserver.logLevel=OFF", "-Dmockserver.disableSystemOut=true", "-jar", home.resolve("bench/twin/target/" + jar).toString()));
        for (String argument : arguments) {
            command.add(argument.replace("PORT", port + ""));
        }
        STARTED.add(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(work.resolve(jar + ".log").toFile()).start());
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return port;
            } catch (IOException e) {
                check(STARTED.getLast().isAlive(), jar + " did not start");
                Thread.sleep(50);
            }
        }
    }

    static int wiremock(String body) throws Exception {
        int port = jvm("wiremock-standalone-3.13.1.jar", "--port", "PORT", "--no-request-journal", "--disable-banner");
        call(port, "POST", "/__admin/mappings", "{\"request\":{\"method\":\"GET\",\"urlPath\":\"/v1/customers/cus_0\"},\"response\":{\"status\":200,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":"
                + quoted(body) + "}}");
        return port;
    }

    static int mockserver(String body) throws Exception {
        int port = jvm("mockserver-netty-no-dependencies-5.15.0.jar", "-serverPort", "PORT", "-logLevel", "OFF");
        call(port, "PUT", "/mockserver/expectation", "{\"httpRequest\":{\"method\":\"GET\",\"path\":\"/v1/customers/cus_0\"},\"httpResponse\":{\"statusCode\":200,\"headers\":{\"Content-Type\":[\"application/json\"]},\"body\":"
                + quoted(body) + "}}");
        return port;
    }

    static String quoted(String body) {
        return "\"" + body.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Keep-alive connections, each with one request under way: requests per second, p50 and p99 in milliseconds. */
    static double[] measure(Case c, int seconds) throws Exception {
        byte[] request = ("GET " + c.path() + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<long[]>> all = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(threads.submit((Callable<long[]>) () -> {
                    long[] times = new long[1 << 20];
                    int n = 0;
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), c.port())) {
                        socket.setTcpNoDelay(true);
                        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
                        while (System.nanoTime() < end && n < times.length) {
                            long sent = System.nanoTime();
                            socket.getOutputStream().write(request);
                            check(read(in) == 200, c.name() + " did not answer 200");
                            times[n++] = System.nanoTime() - sent;
                        }
                    }
                    return Arrays.copyOf(times, n);
                }));
            }
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        int total = 0;
        for (Future<long[]> one : all) {
            total += one.get().length;
        }
        long[] times = new long[total];
        int at = 0;
        for (Future<long[]> one : all) {
            System.arraycopy(one.get(), 0, times, at, one.get().length);
            at += one.get().length;
        }
        Arrays.sort(times);
        return new double[] {total / elapsed, times[total / 2] / 1e6, times[(int) (total * 0.99)] / 1e6};
    }

    /** Reads one response; both framings that the three servers use. */
    static int read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        int length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
            return status;
        }
        for (int chunk = Integer.parseInt(line(in), 16); ; chunk = Integer.parseInt(line(in), 16)) {
            in.skipNBytes(chunk + 2);
            if (chunk == 0) {
                return status;
            }
        }
    }

    static String line(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            check(b >= 0, "the connection ended");
            if (b != '\r') {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    static boolean answers(int port, String path) {
        try {
            return !get(port, path).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    static String get(int port, String path) throws IOException {
        return call(port, "GET", path, "");
    }

    static String call(int port, String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                    + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            check(answer.startsWith("HTTP/1.1 2"), method + " " + path + " answered " + answer);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static double column(double[][] rows, int column) {
        return median(Arrays.stream(rows).mapToDouble(row -> row[column]).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static void row(String what, String format, double value) {
        System.out.printf(Locale.ROOT, "| %s | " + format + " |%n", what, value);
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
