package dev.doppel.examples.shop.payment;

/** What Stripe answered to a charge: the status, the charge's id if there is one, and an error's message. */
public record StripeAnswer(int status, String id, String message) {}
