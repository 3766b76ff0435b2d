package dev.doppel.scheduler.plan;

import dev.doppel.contract.environment.ItemKind;
import dev.doppel.definition.files.Glob;
import dev.doppel.definition.model.Broker;
import dev.doppel.definition.model.Database;
import dev.doppel.definition.model.EnvVar;
import dev.doppel.definition.model.MountFile;
import dev.doppel.definition.model.Program;
import dev.doppel.definition.model.Resources;
import dev.doppel.definition.model.Service;
import dev.doppel.definition.model.Worker;
import dev.doppel.scheduler.environment.ItemPlan;
import dev.doppel.scheduler.store.RunOptions;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items of a definition as providers want them. Pure but for the reading of files. */
final class ItemPlans {
    private static final long MIB = 1024 * 1024;

    private final Files files;
    private final List<RunOptions.LocalImage> localImages;

    ItemPlans(Files files, List<RunOptions.LocalImage> localImages) {
        this.files = files;
        this.localImages = localImages;
    }

    ItemPlan service(Service service) {
        return program(service.name(), ItemKind.SERVICE, service.program(), service.port());
    }

    ItemPlan worker(Worker worker) {
        return program(worker.name(), ItemKind.WORKER, worker.program(), null);
    }

    private ItemPlan program(String name, ItemKind kind, Program program, @Nullable Integer port) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("HOSTNAME", "0.0.0.0");
        env.putAll(env(program.env()));
        Map<String, byte[]> mounts = new LinkedHashMap<>();
        for (MountFile mount : program.mountFiles()) {
            for (String path : files.at(mount.source())) {
                mounts.put(mount.target() + path.substring(mount.source().length()), files.bytes(path));
            }
        }
        return new ItemPlan(
                name,
                kind,
                program.image(),
                program.entrypoint(),
                program.command(),
                port,
                env,
                mounts,
                limits(program.resources()),
                local(program.image()),
                null);
    }

    ItemPlan database(Database database) {
        Database.Access access = database.access();
        List<ItemPlan.InitFile> init = database.initFiles().stream()
                .map(path -> new ItemPlan.InitFile(path.substring(path.lastIndexOf('/') + 1), files.bytes(path)))
                .toList();
        return new ItemPlan(
                database.name(),
                ItemKind.DATABASE,
                database.image(),
                null,
                null,
                database.engine().port(),
                Map.of(),
                Map.of(),
                limits(database.resources()),
                null,
                new ItemPlan.DatabasePlan(
                        database.engine().text(),
                        database.version(),
                        access.dbName(),
                        access.user(),
                        access.password(),
                        access.noAuth(),
                        init));
    }

    ItemPlan broker(Broker broker) {
        return new ItemPlan(
                broker.name(),
                ItemKind.BROKER,
                broker.image(),
                null,
                broker.command(),
                broker.port(),
                env(broker.env()),
                Map.of(),
                ItemPlan.Limits.NONE,
                null,
                null);
    }

    private static Map<String, String> env(List<EnvVar> variables) {
        Map<String, String> env = new LinkedHashMap<>();
        variables.forEach(variable -> env.put(variable.name(), variable.value()));
        return env;
    }

    private static ItemPlan.Limits limits(Resources resources) {
        BigDecimal cpu = resources.maxCpu();
        Long memory = resources.maxMemoryBytes();
        return new ItemPlan.Limits(
                cpu == null ? null : cpu.doubleValue(),
                memory == null ? null : (int) Math.min(Integer.MAX_VALUE, Math.max(1, memory / MIB)));
    }

    private ItemPlan.@Nullable LocalCommand local(@Nullable String image) {
        if (image == null) {
            return null;
        }
        return localImages.stream()
                .filter(entry -> Glob.of(entry.match(), Glob.Dialect.NAME).matches(image))
                .findFirst()
                .map(entry -> new ItemPlan.LocalCommand(entry.command(), entry.workdir(), entry.env()))
                .orElse(null);
    }
}
