package dev.doppel.dns.clients;

import dev.doppel.contract.environment.ListenerSpec;
import dev.doppel.contract.environment.ListenerSpec.Role;
import dev.doppel.contract.environment.Phase;
import dev.doppel.dns.answer.Messages;
import dev.doppel.dns.environment.HeldEnvironments;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The name server of one environment on 127.0.0.2:53, for {@code clients.sh}; or, with names as arguments, a JVM that asks it. */
public final class DnsMain {
    private DnsMain() {}

    public static void main(String[] args) throws IOException {
        if (args.length > 1) {
            for (String name : Arrays.copyOfRange(args, 1, args.length)) {
                System.out.println("jvm " + name + " "
                        + Arrays.toString(Arrays.stream(InetAddress.getAllByName(name))
                                .map(InetAddress::getHostAddress)
                                .toArray()));
            }
            System.out.println(
                    "jvm reverse " + InetAddress.getByName("10.1.0.10").getCanonicalHostName());
            return;
        }
        List<ListenerSpec> listeners = List.of(new ListenerSpec(Role.DNS, null, "127.0.0.2", 53, 53));
        new HeldEnvironments(Vertx.vertx())
                .apply(Messages.state(1, Phase.PREPARING, listeners, "127.0.0.1"))
                .onComplete(done -> {
                    try {
                        Files.writeString(Path.of(args[0]), done.result().orElseThrow() + "\n");
                    } catch (IOException e) {
                        System.exit(3);
                    }
                });
    }
}
