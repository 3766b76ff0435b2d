package dev.doppel.platform.access;

import dev.doppel.contract.id.TeamId;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request: a team, which sees its own runs only, or the operator of the installation, who sees all.
 *
 * @param team null for the operator
 */
public record Caller(@Nullable TeamId team) implements Principal {
    /** Sees everything; what it submits belongs to {@link #DEFAULT_TEAM}. */
    public static final Caller OPERATOR = new Caller(null);

    /** The team of runs that the operator submits. */
    public static final TeamId DEFAULT_TEAM = TeamId.of("default");

    /** The caller that a guard has put into the request; without one nobody is let in, so that a forgotten guard shows at once. */
    public static Caller of(SecurityContext context) {
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("the request passed no guard");
    }

    /** The team that a submission of this caller belongs to. */
    public TeamId submitsFor() {
        return team == null ? DEFAULT_TEAM : team;
    }

    /** Whether a run of that team exists for this caller. */
    public boolean maySee(String owner) {
        return team == null || team.value().equals(owner);
    }

    @Override
    public String getName() {
        return team == null ? "operator" : team.value();
    }
}
