package dev.doppel.twin.engine;

import dev.doppel.twin.config.TwinConfig;
import dev.doppel.twin.expr.Expression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code webhooks} entry with its expressions compiled. {@code data} are form or JSON members. */
public record CompiledWebhook(
        TwinConfig.WebhookSpec spec, @Nullable Expression when, Map<String, Expression> data) {}
