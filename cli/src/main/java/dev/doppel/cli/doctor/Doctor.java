package dev.doppel.cli.doctor;

import dev.doppel.cli.launch.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at this machine, changing nothing: JDK, namespaces, ip, disk, leftovers, and the runtimes that services may be written in. */
public final class Doctor {
    private static final long NEEDED_BYTES = 1L << 30;

    private final Directories directories;

    public Doctor(Directories directories) {
        this.directories = directories;
    }

    /** All checks in the order they are shown. */
    public List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.add(operatingSystem());
        checks.add(
                program("ip", List.of("ip", "-V"), "install iproute2: Debian and Ubuntu 'apt-get install iproute2'"));
        checks.add(program("unshare", List.of("unshare", "--version"), "install util-linux"));
        checks.add(program("setpriv", List.of("setpriv", "--version"), "install util-linux"));
        checks.add(namespaces());
        checks.add(disk("state", directories.state()));
        checks.add(disk("cache", directories.cache()));
        checks.add(leftovers());
        checks.addAll(runtimes());
        return checks;
    }

    private static Check java() {
        int feature = Runtime.version().feature();
        String detail = Runtime.version() + " at " + System.getProperty("java.home");
        return feature >= 25
                ? Check.fine("JDK", detail)
                : Check.missing("JDK", detail, "install a JDK 25 or later, or point DOPPEL_JAVA_HOME to one");
    }

    private static Check operatingSystem() {
        String name = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return System.getProperty("os.name").equals("Linux")
                ? Check.fine("system", name + " " + System.getProperty("os.arch"))
                : Check.missing("system", name, "the one-machine platform needs Linux; use a remote platform instead");
    }

    private static Check program(String name, List<String> command, String advice) {
        Command.Result result = Command.run(command);
        return result.code() == 0 || !result.text().isEmpty()
                ? Check.fine(name, Command.firstLine(result.text()))
                : Check.missing(name, "not found", advice);
    }

    private static Check namespaces() {
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (!root) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("--net", "--mount", "--pid", "--uts", "--fork", "--", "sh", "-c"));
        command.add(
                "mount -t proc proc /proc && ip link set lo up && ip link add d0 type bridge && ip link add d1 type veth peer"
                        + " name d2 && ip link set d1 master d0 && bridge link set dev d1 isolated on && echo made");
        Command.Result result = Command.run(command);
        if (result.text().contains("made")) {
            return Check.fine("namespaces", root ? "as root" : "as an ordinary user, in a user namespace");
        }
        return Check.missing(
                "namespaces",
                Command.firstLine(result.text()),
                root
                        ? "this machine (a container?) does not let root make network namespaces: give it CAP_SYS_ADMIN and"
                                + " CAP_NET_ADMIN"
                        : "run as root, or allow unprivileged user namespaces: sysctl kernel.unprivileged_userns_clone=1,"
                                + " kernel.apparmor_restrict_unprivileged_userns=0");
    }

    private static Check disk(String what, Path directory) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            String detail = directory + ", " + (free >> 20) + " MiB free";
            return free >= NEEDED_BYTES
                    ? Check.fine("disk (" + what + ")", detail)
                    : Check.limited("disk (" + what + ")", detail, "free some space: a run needs up to 1 GiB");
        } catch (IOException e) {
            return Check.missing("disk (" + what + ")", directory + ": " + e.getMessage(), "choose another folder");
        }
    }

    private static Check leftovers() {
        List<Path> left = Leftovers.find();
        return left.isEmpty()
                ? Check.fine("leftovers", "none")
                : Check.limited(
                        "leftovers", left.size() + " folder(s) of dead platforms", "'doppel clean' removes them");
    }

    /** How a runtime is asked what it gets from an address; empty: it would have to build a program first. */
    private record Asked(String name, List<String> version, String variable, List<String> fetch) {}

    private static final List<Asked> RUNTIMES = List.of(
            new Asked(
                    "Node.js",
                    List.of("node", "--version"),
                    "NODE_EXTRA_CA_CERTS",
                    List.of(
                            "node",
                            "-e",
                            "require('https').get(process.argv[1], r => r.pipe(process.stdout)).on('error', e => console.log(e.message))")),
            new Asked(
                    "Python",
                    List.of("python3", "--version"),
                    "SSL_CERT_FILE",
                    List.of(
                            "python3",
                            "-c",
                            "import sys, urllib.request as u; print(u.urlopen(u.Request(sys.argv[1])).read().decode())")),
            new Asked("curl", List.of("curl", "--version"), "CURL_CA_BUNDLE", List.of("curl", "-sS", "--noproxy", "*")),
            new Asked("Go", List.of("go", "version"), "SSL_CERT_FILE", List.of()),
            new Asked(
                    "Ruby",
                    List.of("ruby", "--version"),
                    "SSL_CERT_FILE",
                    List.of("ruby", "-e", "require 'net/http'; puts Net::HTTP.get(URI(ARGV[0]))")),
            new Asked(
                    "PHP",
                    List.of("php", "--version"),
                    "SSL_CERT_FILE",
                    List.of("php", "-r", "echo file_get_contents($argv[1]);")));

    private static List<Check> runtimes() {
        try (RuntimeTrust trust = RuntimeTrust.start()) {
            return RUNTIMES.stream().map(asked -> runtime(asked, trust)).toList();
        } catch (IOException e) {
            return List.of(Check.limited(
                    "runtimes",
                    "whether they trust us was not tried: " + e.getMessage(),
                    "point DOPPEL_JAVA_HOME to a whole JDK"));
        }
    }

    private static Check runtime(Asked asked, RuntimeTrust trust) {
        Command.Result version = Command.run(asked.version());
        if (version.code() != 0) {
            return Check.fine(asked.name(), "not installed; only services written in it would need it");
        }
        String found = Command.firstLine(version.text());
        if (asked.fetch().isEmpty()) {
            return Check.fine(
                    asked.name(), found + ", will be told by " + asked.variable() + " (not tried: it needs a build)");
        }
        String problem = trust.ask(asked.fetch(), asked.variable());
        return problem.isEmpty()
                ? Check.fine(asked.name(), found + ", trusts us by " + asked.variable())
                : Check.limited(
                        asked.name(),
                        found + ", does not trust us by " + asked.variable() + ": " + problem,
                        "services written in it would refuse mocks over HTTPS: is it built with a trust store of its own?");
    }
}
