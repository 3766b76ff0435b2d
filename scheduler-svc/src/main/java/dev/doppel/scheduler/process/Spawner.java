package dev.doppel.scheduler.process;

import dev.doppel.scheduler.environment.EnvironmentObserver;
import dev.doppel.scheduler.environment.ItemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Lays out an item's files and starts its program inside the item's namespaces. Thread-safe; every call blocks. */
final class Spawner {
    private final Machine machine;
    private final ProcessConfig config;
    private final Clock clock;

    Spawner(Machine machine, ProcessConfig config, Clock clock) {
        this.machine = machine;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Where an item lives.
     *
     * @param network of its environment
     * @param index its number there
     * @param directory of its files, below the state directory
     */
    record Place(NetworkPlan network, int index, Path directory) {
        String address() {
            return network.addresses().item(index);
        }
    }

    /**
     * What is started.
     *
     * @param input whether {@link RunningItem#say} is used; the program's end is then reported only from {@link RunningItem#reportEnd} on
     * @param control told each line of output first; true keeps it from the observer
     */
    record Program(
            List<String> words,
            String directory,
            Map<String, String> variables,
            boolean input,
            Predicate<String> control) {}

    /** A read-only bind of something of this machine into the item. */
    record Bind(Path source, String target) {}

    /** A SERVICE or WORKER: project, JDK and trust. */
    RunningItem startProgram(ItemPlan item, Place place, Path projectRoot, EnvironmentObserver observer)
            throws IOException {
        ItemCommand command = ItemCommand.of(item);
        ItemFiles files = files(item, place);
        files.mounts(item.mounts());
        files.trustLinks();
        files.identity(
                place.address(),
                place.network().addresses().dns(),
                privileges(place).uid());
        List<Bind> binds = new ArrayList<>();
        binds.add(new Bind(machine.jdk(), "doppel/jdk"));
        if (Files.isDirectory(projectRoot)) {
            binds.add(new Bind(projectRoot.toRealPath(), "doppel/project"));
        }
        for (String name : List.of("ca.pem", "ca-bundle.pem", "truststore.p12")) {
            Path file = Path.of(config.trustDir()).resolve(name);
            if (Files.exists(file)) {
                binds.add(new Bind(file.toRealPath(), "doppel/trust/" + name));
            }
        }
        Program program =
                new Program(command.words(), command.directory(), ItemVariables.of(item), false, line -> false);
        return start(item, place, files, binds, program, observer);
    }

    /** A script of ours, on this machine. */
    Path script(String name) {
        return machine.state().script(name);
    }

    /** Makes the item's directory, empty. */
    ItemFiles files(ItemPlan item, Place place) throws IOException {
        StateDirectory.delete(place.directory());
        return new ItemFiles(item.name(), place.directory(), machine.host());
    }

    Privileges privileges(Place place) {
        return Privileges.of(
                machine.uidMap(), place.network().addresses().slot() * AddressPlan.MAX_ITEMS + place.index());
    }

    RunningItem start(
            ItemPlan item,
            Place place,
            ItemFiles files,
            List<Bind> binds,
            Program program,
            EnvironmentObserver observer)
            throws IOException {
        Path state = machine.state().path();
        String relative = state.relativize(place.directory()).toString();
        MountPlan mounts =
                new MountPlan(machine.table(), state, relative, machine.host(), files.covered(), config.tmpMebibytes());
        binds.forEach(bind -> mounts.bind(bind.source(), bind.target()));
        Path fstab = Files.writeString(place.directory().resolve("fstab"), mounts.text());
        List<Path> groups = groups(item, place, observer);
        List<String> command = command(item, place, fstab, groups, program);
        return RunningItem.start(item.name(), command, program, groups, observer, clock);
    }

    private List<Path> groups(ItemPlan item, Place place, EnvironmentObserver observer) {
        try {
            return machine.cgroups().create(place.network().addresses().slot(), place.index(), item.limits());
        } catch (IOException e) {
            observer.progress(item.name(), "its limits of memory and cpu are not enforced: " + e.getMessage());
            return List.of();
        }
    }

    private List<String> command(ItemPlan item, Place place, Path fstab, List<Path> groups, Program program) {
        List<String> words = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + place.network().namespace(place.index()),
                "--",
                "unshare",
                "--mount",
                "--pid",
                "--uts",
                "--ipc",
                "--fork",
                "--kill-child",
                "--",
                "sh"));
        words.add(machine.state().script("item-init.sh").toString());
        words.add(machine.state().path().toString());
        words.add(fstab.toString());
        words.add(item.name());
        words.add(Integer.toString(config.maxOpenFiles()));
        words.add(program.directory());
        words.add(program.variables().getOrDefault("PATH", Tool.PATH));
        words.add(String.join("\n", groups.stream().map(Path::toString).toList()));
        words.add(program.words().getFirst());
        words.addAll(privileges(place).before(config.maxProcesses()));
        words.addAll(List.of("env", "-i"));
        program.variables().forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(program.words());
        return words;
    }
}
