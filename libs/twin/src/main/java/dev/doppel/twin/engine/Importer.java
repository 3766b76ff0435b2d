package dev.doppel.twin.engine;

import dev.doppel.twin.config.Section;
import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.config.TwinConfigReader;
import dev.doppel.twin.convert.ForeignDocuments;
import dev.doppel.twin.convert.Format;
import dev.doppel.twin.convert.Merge;
import dev.doppel.twin.generate.ResponseMaker;
import dev.doppel.twin.load.FileResolver;
import dev.doppel.twin.load.Problems;
import dev.doppel.twin.load.TwinLoadException;
import dev.doppel.twin.openapi.ApiDocument;
import dev.doppel.twin.openapi.ApiOperation;
import dev.doppel.twin.openapi.ApiReader;
import dev.doppel.twin.route.Route;
import dev.doppel.twin.schema.Schemas;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.ValueSyntaxException;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings one import's mocks into the catalog (spec 1.3). */
final class Importer {
    /** Times in made answers: fixed, so that the same seed gives the same bytes everywhere. */
    static final Instant MADE_AT = Instant.parse("2025-01-01T00:00:00Z");

    /** What an import brought beside mocks of a document: path prefixes of its servers, or a configuration of its own. */
    record Result(List<String> prefixes, @Nullable TwinConfig config) {}

    /** Names that an import must not take a second time. */
    record Taken(Set<String> mocks, Set<String> tables, Set<String> operations) {
        static final Taken NOTHING = new Taken(Set.of(), Set.of(), Set.of());
    }

    private final FileResolver files;
    private final TwinOptions options;
    private final Problems problems;

    Importer(FileResolver files, TwinOptions options, Problems problems) {
        this.files = files;
        this.options = options;
        this.problems = problems;
    }

    Result run(TwinConfig.ImportSpec spec, Map<String, Mock> mocks, Taken taken) {
        Format wanted = null;
        if (spec.format() != null) {
            wanted = Format.of(spec.format());
            if (wanted == null) {
                problems.error(
                        "unknown-format",
                        spec.pointer() + "/format",
                        "import " + spec.source() + ": unknown format " + spec.format()
                                + "; use openapi, mockd, postman, har, wiremock, curl, wsdl or mockoon");
                return new Result(List.of(), null);
            }
        }
        try {
            byte[] bytes = spec.document() != null
                    ? Json.bytes(spec.document())
                    : spec.path() != null ? files.read(spec.path()) : files.fetch(String.valueOf(spec.url()));
            if (bytes.length == 0) {
                throw new IOException("is empty");
            }
            Format format = wanted != null ? wanted : Format.detect(spec.source(), bytes);
            if (format == Format.OPENAPI) {
                return openapi(spec, bytes, mocks);
            }
            Map<String, Object> config = Merge.fit(
                    ForeignDocuments.toConfig(format, spec.source(), bytes, spec.includeStatic(), problems),
                    spec.as(),
                    spec.source(),
                    taken.mocks(),
                    taken.tables(),
                    taken.operations());
            return new Result(
                    List.of(),
                    TwinConfigReader.read(new Section(config, spec.pointer() + "/" + spec.source(), problems)));
        } catch (IOException | ValueSyntaxException e) {
            problems.error("import", spec.pointer(), "import " + spec.source() + ": " + e.getMessage());
        } catch (TwinLoadException e) {
            e.problems().forEach(problems::add);
        }
        return new Result(List.of(), null);
    }

    private Result openapi(TwinConfig.ImportSpec spec, byte[] bytes, Map<String, Mock> mocks) {
        ApiDocument doc = ApiDocument.of(spec.source(), ApiDocument.parse(spec.source(), bytes), files);
        Schemas schemas = Schemas.of(doc);
        Map<String, Object> fixtures = fixtures(spec);
        Instant now = options.clock() instanceof FixedClock fixed ? fixed.instant() : MADE_AT;
        for (ApiOperation op : ApiReader.operations(doc, problems)) {
            String prefix = spec.as() == null || spec.as().isEmpty() ? "" : spec.as() + ".";
            String opId = op.operationId() == null ? null : prefix + op.operationId();
            String id = opId != null ? opId : prefix + op.method() + ":" + op.path();
            if (mocks.containsKey(id)) {
                if (opId != null
                        && mocks.get(id) instanceof Mock first
                        && !(first.operation() != null && first.operation().document() == doc)) {
                    problems.warnIn(
                            spec.source(),
                            "duplicate-operation-id",
                            op.pointer(),
                            "operationId " + opId + " is imported twice; give the imports different as");
                }
                id = unique(id, mocks);
            }
            Route route = Route.imported(id, op.name(), op.method(), op.path(), mocks.size());
            mocks.put(
                    id,
                    new Mock(
                            id,
                            opId,
                            op.name(),
                            true,
                            route,
                            new Mock.Imported(op, schemas, new ResponseMaker(op, schemas, now, fixtures), spec),
                            null,
                            null,
                            List.of()));
        }
        return new Result(doc.serverPrefixes(), null);
    }

    private static String unique(String id, Map<String, Mock> mocks) {
        int n = 2;
        while (mocks.containsKey(id + "#" + n)) {
            n++;
        }
        return id + "#" + n;
    }

    private Map<String, Object> fixtures(TwinConfig.ImportSpec spec) {
        if (spec.fixtures() == null) {
            return Map.of();
        }
        try {
            return Values.mapOrEmpty(
                    Values.mapOrEmpty(Json.parse(files.read(spec.fixtures()))).get("resources"));
        } catch (IOException | ValueSyntaxException e) {
            problems.warn("fixtures", spec.pointer() + "/fixtures", "fixtures are not used: " + e.getMessage());
            return Map.of();
        }
    }
}
