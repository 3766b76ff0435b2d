package dev.doppel.twin.engine;

import dev.doppel.twin.config.TableSpec;
import dev.doppel.twin.config.Transforms;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problem;
import dev.doppel.twin.operation.CustomOperation;
import dev.doppel.twin.route.Route;
import dev.doppel.twin.route.Router;
import dev.doppel.twin.table.IdMaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a loaded twin knows that no request changes. Immutable and shared by all its runs. */
public final class Catalog {
    private final TwinConfig config;
    private final Sources sources;
    private final Map<String, Mock> mocks;
    private final Router router;
    private final Map<String, TableSpec> tables;
    private final Map<String, IdMaker.Shape> shapes;
    private final Map<String, CustomOperation> operations;
    private final List<CompiledWebhook> webhooks;
    private final List<String> prefixes;
    private final Transforms.@Nullable ErrorShape sharedErrors;
    private final FileResolver files;
    private final List<Problem> warnings;

    Catalog(
            TwinConfig config,
            Sources sources,
            Map<String, Mock> mocks,
            Map<String, TableSpec> tables,
            Map<String, IdMaker.Shape> shapes,
            Map<String, CustomOperation> operations,
            List<CompiledWebhook> webhooks,
            List<String> prefixes,
            FileResolver files,
            List<Problem> warnings) {
        this.config = config;
        this.sources = sources;
        this.mocks = new LinkedHashMap<>(mocks);
        List<Route> routes = new ArrayList<>();
        mocks.values().stream().filter(Mock::enabled).forEach(m -> routes.add(m.route()));
        this.router = new Router(routes);
        this.tables = new LinkedHashMap<>(tables);
        this.shapes = Map.copyOf(shapes);
        this.operations = new LinkedHashMap<>(operations);
        this.webhooks = List.copyOf(webhooks);
        this.prefixes = List.copyOf(prefixes);
        this.files = files;
        this.warnings = List.copyOf(warnings);
        this.sharedErrors = shared(tables.values());
    }

    /** The errors block that all tables with one have in common but for messages and codes, for requests that nothing matches (G19). */
    private static Transforms.@Nullable ErrorShape shared(Collection<TableSpec> tables) {
        Transforms.ErrorShape first = null;
        for (TableSpec table : tables) {
            Transforms.ErrorShape errors = table.response().errors();
            if (errors == null && !table.shown()) {
                continue;
            }
            if (errors == null || first != null && !first.like(errors)) {
                return null;
            }
            first = first == null || first.codeMap().equals(errors.codeMap())
                    ? errors.common(true)
                    : errors.common(false);
        }
        return first;
    }

    /** What {@link CatalogLoader#extend} made on top of this: its mocks, tables and operations, and both configurations. */
    Catalog and(Catalog more) {
        List<CompiledWebhook> hooks = new ArrayList<>(webhooks);
        hooks.addAll(more.webhooks);
        Map<String, IdMaker.Shape> allShapes = new LinkedHashMap<>(more.shapes);
        allShapes.putAll(shapes);
        return new Catalog(
                config.and(more.config),
                sources.and(more.sources),
                more.mocks,
                more.tables,
                allShapes,
                more.operations,
                hooks,
                more.prefixes,
                files,
                more.warnings);
    }

    /** The same with other mocks. */
    public Catalog withMocks(Map<String, Mock> other) {
        return new Catalog(config, sources, other, tables, shapes, operations, webhooks, prefixes, files, warnings);
    }

    /** The same with other tables. */
    public Catalog withTables(Map<String, TableSpec> other, Map<String, CustomOperation> otherOperations) {
        return new Catalog(config, sources, mocks, other, shapes, otherOperations, webhooks, prefixes, files, warnings);
    }

    public TwinConfig config() {
        return config;
    }

    /** What it was made from, imported configurations included. */
    public Sources sources() {
        return sources;
    }

    /** By id, in the order of listing. */
    public Map<String, Mock> mocks() {
        return java.util.Collections.unmodifiableMap(mocks);
    }

    public Router router() {
        return router;
    }

    public Map<String, TableSpec> tables() {
        return java.util.Collections.unmodifiableMap(tables);
    }

    public IdMaker.Shape idShape(TableSpec table) {
        IdMaker.Shape shape = shapes.get(table.name());
        return shape == null ? IdMaker.Shape.fromSeeds(table) : shape;
    }

    public Map<String, CustomOperation> operations() {
        return java.util.Collections.unmodifiableMap(operations);
    }

    public List<CompiledWebhook> webhooks() {
        return webhooks;
    }

    /** Path prefixes of the documents' servers, tried when nothing else matches. */
    public List<String> prefixes() {
        return prefixes;
    }

    public Transforms.@Nullable ErrorShape sharedErrors() {
        return sharedErrors;
    }

    public FileResolver files() {
        return files;
    }

    public List<Problem> warnings() {
        return warnings;
    }

    /** A mock by id, else by operation id, else null. */
    public @Nullable Mock mock(String reference) {
        Mock mock = mocks.get(reference);
        if (mock != null) {
            return mock;
        }
        return mocks.values().stream()
                .filter(m -> reference.equals(m.operationId()))
                .findFirst()
                .orElse(null);
    }

    /** How many bindings are in force. */
    public long bindings() {
        return mocks.values().stream().filter(m -> m.target() != null).count();
    }
}
