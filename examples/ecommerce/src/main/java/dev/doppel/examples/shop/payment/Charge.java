package dev.doppel.examples.shop.payment;

/** How an attempt to charge a card ended, as far as we can know. */
public sealed interface Charge {
    record Succeeded(String id) implements Charge {}

    /** The bank said no; nothing was charged. */
    record Declined(String message) implements Charge {}

    /** The provider took no request in the attempts that we allow; nothing was charged. */
    record Busy(int attempts, long retryAfterSeconds) implements Charge {}

    /** The request never arrived or made no sense; nothing was charged. */
    record NotCharged(String why) implements Charge {}

    /** The provider may have charged: only its webhook or its dashboard can tell. */
    record Unknown(String why, boolean timedOut) implements Charge {}
}
