package dev.doppel.scheduler.kubernetes.objects;

import dev.doppel.scheduler.environment.ItemPlan;
import java.util.Locale;

/** Objects are named by role and number, never by the item: what users write is no name of ours. Pure. */
public final class ObjectNames {
    /** The Service of every unknown name. */
    public static final String OUTSIDE = "outside";

    /** The Service of name servers. */
    public static final String NAMES = "names";

    /** The ConfigMap of the trust files. */
    static final String TRUST = "trust";

    private ObjectNames() {}

    /** Pod and Service of an item, such as {@code service-0}. */
    public static String item(ItemPlan item, int index) {
        return item.kind().name().toLowerCase(Locale.ROOT) + "-" + index;
    }

    /** The pod of an item that is started once more with other rights. */
    public static String again(String pod) {
        return pod + "-again";
    }

    static String files(int index, int part) {
        return "files-" + index + "-" + part;
    }
}
