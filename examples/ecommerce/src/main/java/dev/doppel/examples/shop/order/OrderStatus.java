package dev.doppel.examples.shop.order;

import dev.doppel.examples.shop.http.Refusal;
import java.util.Locale;
import java.util.Set;

/**
 * Where an order stands with its payment.
 *
 * <pre>
 *   pending ----------> paid
 *      |  \              ^
 *      |   payment_pending   (asked, no answer: a webhook will tell)
 *      v        v        |
 *   payment_failed ------+   (another card may follow)
 * </pre>
 */
public enum OrderStatus {
    PENDING,
    PAYMENT_PENDING,
    PAYMENT_FAILED,
    PAID;

    /** The word in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal with 400 for a word that is no status */
    public static OrderStatus of(String word) {
        for (OrderStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new Refusal(400, "status must be one of pending, payment_pending, payment_failed, paid; not " + word);
    }

    boolean mayBecome(OrderStatus next) {
        return switch (this) {
            case PENDING, PAYMENT_FAILED -> next != PENDING;
            case PAYMENT_PENDING -> Set.of(PAID, PAYMENT_FAILED).contains(next);
            case PAID -> false;
        };
    }
}
