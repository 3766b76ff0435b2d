package dev.doppel.twin.engine;

import dev.doppel.twin.config.MockSpec;
import dev.doppel.twin.config.Section;
import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.config.TwinConfigReader;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.operation.OperationCompiler;
import dev.doppel.twin.route.Route;
import dev.doppel.twin.table.IdMaker;
import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From files to a {@link Catalog}: imports, tables, operations, bindings, rules, webhooks, in the order of spec 1.2. */
public final class CatalogLoader {
    private static final int MAX_IMPORT_DEPTH = 8;

    private final FileResolver files;
    private final TwinOptions options;
    private final Problems problems = new Problems();
    private final Map<String, Mock> mocks = new LinkedHashMap<>();
    private final Map<String, TableSpec> tables = new LinkedHashMap<>();
    private final Map<String, CustomOperation> operations = new LinkedHashMap<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<TwinConfig.ImportSpec> documents = new ArrayList<>();

    private CatalogLoader(FileResolver files, TwinOptions options) {
        this.files = files;
        this.options = options;
    }

    /** Loads a configuration text. {@link dev.doppel.twin.load.TwinLoadException} lists every problem found. */
    public static Catalog load(String fileName, String text, FileResolver files, TwinOptions options) {
        CatalogLoader loader = new CatalogLoader(files, options);
        TwinConfig config = TwinConfigReader.read(fileName, text, options.env(), options.server(), loader.problems);
        return loader.build(config);
    }

    /**
     * A catalog with more in it: what a configuration mapping holds beside {@code serverConfig}. A mock with a known id takes the other's
     * place; a table or operation with a known name is an error.
     *
     * @param addition as in a file; {@code version} may be left out
     * @param files what its imports may name
     */
    public static Catalog extend(Catalog base, Map<String, Object> addition, FileResolver files, TwinOptions options) {
        CatalogLoader loader = new CatalogLoader(files, options);
        loader.mocks.putAll(base.mocks());
        loader.tables.putAll(base.tables());
        loader.operations.putAll(base.operations());
        loader.prefixes.addAll(base.prefixes());
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("version", "1.0");
        whole.putAll(addition);
        TwinConfig more = TwinConfigReader.read(new Section(whole, "", loader.problems));
        return base.and(loader.build(more));
    }

    private Catalog build(TwinConfig config) {
        problems.throwIfBroken();
        List<TwinConfig> parts = new ArrayList<>();
        imports(config, config.imports(), parts, 0);
        parts.add(config);
        for (TwinConfig part : parts) {
            part.tables().forEach(this::table);
        }
        for (TwinConfig part : parts) {
            part.operations().forEach(op -> {
                if (operations.put(op.name(), OperationCompiler.compile(op, tables.keySet(), problems)) != null) {
                    problems.error(
                            "duplicate-operation",
                            op.pointer() + "/name",
                            "an operation named " + op.name() + " exists already");
                }
            });
        }
        Binder binder = new Binder(mocks, tables, operations, problems);
        for (TwinConfig part : parts) {
            part.mocks().forEach(m -> written(m, binder));
        }
        for (TwinConfig part : parts) {
            if (part == config && tables.isEmpty() && !part.bindings().isEmpty()) {
                problems.error("no-tables", "/extend", "extend has entries but there are no tables to bind to");
                continue;
            }
            part.bindings().forEach(binder::bind);
        }
        List<CompiledWebhook> webhooks = new ArrayList<>();
        for (TwinConfig part : parts) {
            part.rules().forEach(binder::rule);
            part.webhooks().forEach(w -> webhooks.add(binder.webhook(w)));
        }
        Contract contract = contract(config.server().validation());
        problems.throwIfBroken();
        Map<String, IdMaker.Shape> shapes = new LinkedHashMap<>();
        tables.values().forEach(t -> shapes.put(t.name(), IdShapes.of(t, mocks.values())));
        return new Catalog(
                config,
                new Sources(parts, documents, contract),
                mocks,
                tables,
                shapes,
                operations,
                webhooks,
                prefixes,
                files,
                problems.warnings());
    }

    /** The document that requests are held to whatever answers them (spec 4.1), when the configuration names one. */
    private @Nullable Contract contract(TwinConfig.ServerValidation rules) {
        String file = rules.specFile();
        if (!rules.enabled() || file == null) {
            return null;
        }
        Map<String, Mock> described = new LinkedHashMap<>();
        Importer.Result read = new Importer(files, options, problems)
                .run(
                        TwinConfig.ImportSpec.openapi(file, "/serverConfig/validation/specFile"),
                        described,
                        Importer.Taken.NOTHING);
        return new Contract(described, read.prefixes());
    }

    /** Imports in file order, those of an imported configuration before itself. */
    private void imports(TwinConfig whole, List<TwinConfig.ImportSpec> specs, List<TwinConfig> parts, int depth) {
        Importer importer = new Importer(files, options, problems);
        for (TwinConfig.ImportSpec spec : specs) {
            if (depth >= MAX_IMPORT_DEPTH) {
                problems.error(
                        "import",
                        spec.pointer(),
                        "import " + spec.source() + ": imports are nested deeper than " + MAX_IMPORT_DEPTH
                                + " levels; does a file import itself?");
                return;
            }
            Importer.Result result = importer.run(spec, mocks, taken(whole, parts));
            result.prefixes().stream().filter(p -> !prefixes.contains(p)).forEach(prefixes::add);
            if (result.config() == null) {
                documents.add(spec);
            } else {
                imports(whole, result.config().imports(), parts, depth + 1);
                parts.add(result.config());
            }
        }
    }

    private Importer.Taken taken(TwinConfig whole, List<TwinConfig> parts) {
        Importer.Taken taken = new Importer.Taken(new HashSet<>(mocks.keySet()), new HashSet<>(), new HashSet<>());
        for (TwinConfig part : Stream.concat(Stream.of(whole), parts.stream()).toList()) {
            part.mocks().forEach(m -> taken.mocks().add(m.id()));
            part.tables().forEach(t -> taken.tables().add(t.name()));
            part.operations().forEach(o -> taken.operations().add(o.name()));
        }
        return taken;
    }

    private void table(TableSpec table) {
        if (tables.put(table.name(), table) != null) {
            problems.error(
                    "duplicate-table", table.pointer() + "/name", "a table named " + table.name() + " exists already");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < table.seeds().size(); i++) {
            String id = Values.text(table.seeds().get(i).get(table.idField()));
            if (id != null && !ids.add(id)) {
                problems.error(
                        "duplicate-seed",
                        table.pointer() + "/seedData/" + i,
                        "table " + table.name() + ", seed " + i + ": the id " + id + " stands twice");
            }
        }
    }

    private void written(MockSpec spec, Binder binder) {
        Route route = Route.written(spec, mocks.size(), problems);
        CustomOperation runs = null;
        if (spec.answer() instanceof MockSpec.Operation op) {
            runs = operations.get(op.name());
            if (runs == null) {
                problems.error(
                        "unknown-operation",
                        spec.pointer() + "/http/statefulOperation",
                        "there is no custom operation " + op.name());
            }
        }
        Mock mock = new Mock(
                spec.id(),
                spec.operationId(),
                spec.name(),
                spec.enabled(),
                route,
                new Mock.Written(spec),
                null,
                runs,
                List.of());
        if (mocks.put(spec.id(), mock) != null) {
            problems.warn(
                    "duplicate-mock",
                    spec.pointer() + "/id",
                    "another mock has the id " + spec.id() + "; the later one is served");
        }
        if (spec.answer() instanceof MockSpec.Bound bound) {
            binder.bind(new TwinConfig.BindingSpec(
                    spec.id(),
                    bound.table(),
                    bound.action(),
                    bound.operation(),
                    null,
                    spec.pointer() + "/http/statefulBinding",
                    false));
        }
    }
}
