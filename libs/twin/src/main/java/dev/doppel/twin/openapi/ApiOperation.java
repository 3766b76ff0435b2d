package dev.doppel.twin.openapi;

import dev.doppel.twin.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One method on one path. Its shape is worked out at the first use. Thread-safe. */
public final class ApiOperation {
    private final ApiDocument document;
    private final String path;
    private final String method;
    private final @Nullable String operationId;
    private final Map<String, Object> raw;
    private final Map<String, Object> item;
    private final String pointer;
    private volatile @Nullable OperationShape shape;

    ApiOperation(
            ApiDocument document,
            String path,
            String method,
            @Nullable String operationId,
            Map<String, Object> raw,
            Map<String, Object> item,
            String pointer) {
        this.document = document;
        this.path = path;
        this.method = method.toUpperCase(Locale.ROOT);
        this.operationId = operationId;
        this.raw = raw;
        this.item = item;
        this.pointer = pointer;
    }

    public ApiDocument document() {
        return document;
    }

    /** The template as declared, base path in front. */
    public String path() {
        return document.basePath() + path;
    }

    /** Upper case. */
    public String method() {
        return method;
    }

    public @Nullable String operationId() {
        return operationId;
    }

    public String name() {
        String summary = Values.text(raw.get("summary"));
        if (summary != null && !summary.isBlank()) {
            return summary;
        }
        return operationId != null ? operationId : method + " " + path();
    }

    /** JSON pointer of the operation in its document. */
    public String pointer() {
        return pointer;
    }

    public Map<String, Object> raw() {
        return raw;
    }

    /** Names between braces in the path, in order. */
    public List<String> pathNames() {
        List<String> out = new ArrayList<>();
        int open = path.indexOf('{');
        while (open >= 0) {
            int close = path.indexOf('}', open);
            if (close < 0) {
                break;
            }
            out.add(path.substring(open + 1, close));
            open = path.indexOf('{', close);
        }
        return out;
    }

    /** Parameters of the path item, then of the operation, unresolved. */
    public List<Object> parameters() {
        List<Object> out = new ArrayList<>(Values.listOrEmpty(item.get("parameters")));
        out.addAll(Values.listOrEmpty(raw.get("parameters")));
        return out;
    }

    public OperationShape shape() {
        OperationShape known = shape;
        if (known == null) {
            known = new ShapeReader(document, this).read();
            shape = known;
        }
        return known;
    }
}
