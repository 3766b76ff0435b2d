package dev.doppel.scheduler.life;

import dev.doppel.contract.environment.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state and what to do on the way into it.
 *
 * @param next the state entered, the same object when nothing changed
 * @param effects in the order they are to be performed
 */
public record Decision(Life next, List<Effect> effects) {
    public Decision {
        effects = List.copyOf(effects);
    }

    static Decision stay(Life life) {
        return new Decision(life, List.of());
    }

    static Decision with(Life life, Effect... effects) {
        return new Decision(life, List.of(effects));
    }

    Decision and(Effect... more) {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(List.of(more));
        return new Decision(next, all);
    }

    Decision then(Decision later) {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(later.effects);
        return new Decision(later.next, all);
    }

    /** The arrow into a state. */
    static Effect entered(Life state, Attempt attempt, @Nullable String reason) {
        return new Effect.Entered(state, attempt.number(), reason);
    }

    static Effect publish(Attempt attempt, Phase phase) {
        return new Effect.PublishEnvironment(attempt, phase);
    }
}
