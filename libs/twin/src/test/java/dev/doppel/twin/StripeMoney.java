package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.param.*;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cases of {@link StripeSdkTest}: payment intents, payment methods, setup intents, charges, refunds, disputes. */
final class StripeMoney {
    private record Decline(
            String method, String code, @Nullable String decline) {}

    private static final List<Decline> DECLINES = List.of(
            new Decline("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
            new Decline("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
            new Decline("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
            new Decline("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
            new Decline("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"),
            new Decline("pm_card_radarBlock", "card_declined", "fraudulent"),
            new Decline("pm_card_chargeDeclinedExpiredCard", "expired_card", null),
            new Decline("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", null),
            new Decline("pm_card_chargeDeclinedProcessingError", "processing_error", null));

    private StripeMoney() {}

    static Map<String, StripeSdkTest.Work> cases() {
        Map<String, StripeSdkTest.Work> out = new LinkedHashMap<>();
        out.put("T024 T025 payment intents are confirmed", StripeMoney::confirm);
        out.put("payment intents are captured, cancelled, listed, searched", StripeMoney::captureAndCancel);
        out.put("declines are card exceptions with their codes", StripeMoney::declines);
        out.put("a card that asks for its owner", StripeMoney::authentication);
        out.put("payment methods", StripeMoney::methods);
        out.put("setup intents", StripeMoney::setups);
        out.put("charges", StripeMoney::charges);
        out.put("refunds", StripeMoney::refunds);
        out.put("disputes", StripeMoney::disputes);
        return out;
    }

    private static PaymentIntent paid(StripeClient stripe, String method) throws Exception {
        return stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(2000L)
                        .setCurrency("usd")
                        .setPaymentMethod(method)
                        .setConfirm(true)
                        .build());
    }

    private static PaymentIntent open(StripeClient stripe) throws Exception {
        return stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(123L)
                        .setCurrency("usd")
                        .addPaymentMethodType("card")
                        .setCustomer("cus_123")
                        .build());
    }

    private static PaymentIntentConfirmParams with(String method) {
        return PaymentIntentConfirmParams.builder().setPaymentMethod(method).build();
    }

    private static void confirm(StripeClient stripe, Front front) throws Exception {
        PaymentIntent made = open(stripe);
        assertThat(made.getStatus()).isEqualTo("requires_payment_method");
        assertThat(made.getPaymentMethodTypes()).containsExactly("card");
        assertThat(made.getClientSecret()).startsWith(made.getId() + "_secret_");
        PaymentIntent done = stripe.paymentIntents()
                .confirm(
                        made.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_visa")
                                .setOffSession(true)
                                .addExpand("latest_charge")
                                .build());
        assertThat(done.getStatus()).isEqualTo("succeeded");
        assertThat(done.getAmountReceived()).isEqualTo(123);
        assertThat(done.getCreated()).isEqualTo(made.getCreated());
        assertThat(done.getLatestChargeObject().getPaymentIntent()).isEqualTo(made.getId());
        PaymentIntentRetrieveParams expand = PaymentIntentRetrieveParams.builder()
                .addExpand("customer")
                .addExpand("payment_method")
                .build();
        PaymentIntent read = stripe.paymentIntents().retrieve(made.getId(), expand);
        assertThat(read.getStatus()).isEqualTo("succeeded");
        assertThat(read.getCustomerObject().getName()).isEqualTo("Ada Brook");
        assertThat(read.getPaymentMethodObject().getCard().getLast4()).isEqualTo("4242");
        InvalidRequestException e = catchThrowableOfType(
                InvalidRequestException.class, () -> stripe.paymentIntents().confirm(made.getId()));
        assertThat(e.getCode()).isEqualTo("payment_intent_unexpected_state");
        PaymentIntentUpdateParams metadata =
                PaymentIntentUpdateParams.builder().putMetadata("foo", "bar").build();
        assertThat(stripe.paymentIntents().update(made.getId(), metadata).getMetadata())
                .containsEntry("foo", "bar");
    }

    private static void captureAndCancel(StripeClient stripe, Front front) throws Exception {
        PaymentIntent manual = stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(900L)
                        .setCurrency("eur")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .putMetadata("batch", "x")
                        .build());
        assertThat(manual.getStatus()).isEqualTo("requires_capture");
        assertThat(manual.getAmountCapturable()).isEqualTo(900);
        PaymentIntentCaptureParams part =
                PaymentIntentCaptureParams.builder().setAmountToCapture(500L).build();
        assertThat(stripe.paymentIntents().capture(manual.getId(), part).getAmountReceived())
                .isEqualTo(500);
        PaymentIntentCancelParams why = PaymentIntentCancelParams.builder()
                .setCancellationReason(PaymentIntentCancelParams.CancellationReason.REQUESTED_BY_CUSTOMER)
                .build();
        PaymentIntent cancelled = stripe.paymentIntents().cancel("pi_123", why);
        assertThat(cancelled.getStatus()).isEqualTo("canceled");
        assertThat(cancelled.getCancellationReason()).isEqualTo("requested_by_customer");
        assertThat(stripe.paymentIntents().list().getData()).hasSize(2);
        PaymentIntentSearchParams query = PaymentIntentSearchParams.builder()
                .setQuery("metadata['batch']:'x'")
                .build();
        assertThat(stripe.paymentIntents().search(query).getData()).hasSize(1);
    }

    private static void declines(StripeClient stripe, Front front) throws Exception {
        for (Decline expected : DECLINES) {
            PaymentIntent made = open(stripe);
            CardException e = catchThrowableOfType(
                    CardException.class, () -> stripe.paymentIntents().confirm(made.getId(), with(expected.method())));
            assertThat(e).as(expected.method()).isNotNull();
            assertThat(e.getCode()).isEqualTo(expected.code());
            assertThat(e.getDeclineCode()).isEqualTo(expected.decline());
            assertThat(e.getStatusCode()).isEqualTo(402);
            assertThat(e.getStripeError().getPaymentIntent().getStatus()).isEqualTo("requires_payment_method");
            assertThat(e.getStripeError().getDocUrl())
                    .endsWith("/" + expected.code().replace('_', '-'));
            assertThat(stripe.charges().retrieve(e.getCharge()).getFailureCode())
                    .isEqualTo(expected.code());
            assertThat(stripe.paymentIntents()
                            .confirm(made.getId(), with("pm_card_visa"))
                            .getStatus())
                    .isEqualTo("succeeded");
        }
        CardException e =
                catchThrowableOfType(CardException.class, () -> paid(stripe, "pm_card_chargeDeclinedExpiredCard"));
        assertThat(e.getCode()).isEqualTo("expired_card");
        assertThat(stripe.paymentIntents()
                        .retrieve(e.getStripeError().getPaymentIntent().getId())
                        .getLastPaymentError()
                        .getCode())
                .isEqualTo("expired_card");
    }

    private static void authentication(StripeClient stripe, Front front) throws Exception {
        PaymentIntent asked = stripe.paymentIntents().confirm("pi_123", with("pm_card_authenticationRequired"));
        assertThat(asked.getStatus()).isEqualTo("requires_action");
        assertThat(asked.getNextAction().getType()).isEqualTo("use_stripe_sdk");
        assertThat(stripe.paymentIntents().confirm("pi_123").getStatus()).isEqualTo("succeeded");
        PaymentIntent made = open(stripe);
        PaymentIntentConfirmParams alone = PaymentIntentConfirmParams.builder()
                .setPaymentMethod("pm_card_authenticationRequired")
                .setOffSession(true)
                .build();
        CardException e = catchThrowableOfType(
                CardException.class, () -> stripe.paymentIntents().confirm(made.getId(), alone));
        assertThat(e.getCode()).isEqualTo("authentication_required");
        assertThat(e.getDeclineCode()).isEqualTo("authentication_required");
    }

    private static PaymentMethodAttachParams to(String customer) {
        return PaymentMethodAttachParams.builder().setCustomer(customer).build();
    }

    private static void methods(StripeClient stripe, Front front) throws Exception {
        PaymentMethod made = stripe.paymentMethods()
                .create(PaymentMethodCreateParams.builder()
                        .setType(PaymentMethodCreateParams.Type.CARD)
                        .setCard(PaymentMethodCreateParams.CardDetails.builder()
                                .setNumber("5555555555554444")
                                .setExpMonth(12L)
                                .setExpYear(2034L)
                                .build())
                        .build());
        assertThat(made.getCard().getBrand()).isEqualTo("mastercard");
        assertThat(made.getCard().getExpMonth()).isEqualTo(12);
        assertThat(stripe.paymentMethods().retrieve(made.getId()).getCustomer()).isNull();
        PaymentMethodUpdateParams change =
                PaymentMethodUpdateParams.builder().putMetadata("a", "b").build();
        assertThat(stripe.paymentMethods().update(made.getId(), change).getMetadata())
                .containsEntry("a", "b");
        assertThat(stripe.paymentMethods().attach(made.getId(), to("cus_123")).getCustomer())
                .isEqualTo("cus_123");
        PaymentMethodListParams of =
                PaymentMethodListParams.builder().setCustomer("cus_123").build();
        assertThat(stripe.paymentMethods().list(of).getData()).hasSize(2);
        assertThat(stripe.customers().paymentMethods().list("cus_123").getData())
                .hasSize(2);
        assertThat(stripe.customers()
                        .paymentMethods()
                        .retrieve("cus_123", made.getId())
                        .getId())
                .isEqualTo(made.getId());
        assertThat(stripe.paymentMethods().detach(made.getId()).getCustomer()).isNull();
        assertThat(catchThrowableOfType(
                                CardException.class,
                                () -> stripe.paymentMethods().attach("pm_card_chargeDeclined", to("cus_123")))
                        .getCode())
                .isEqualTo("card_declined");
    }

    private static void setups(StripeClient stripe, Front front) throws Exception {
        SetupIntent made = stripe.setupIntents()
                .create(SetupIntentCreateParams.builder()
                        .setCustomer("cus_123")
                        .addPaymentMethodType("card")
                        .build());
        assertThat(made.getStatus()).isEqualTo("requires_payment_method");
        SetupIntentUpdateParams change =
                SetupIntentUpdateParams.builder().setDescription("later").build();
        assertThat(stripe.setupIntents().update(made.getId(), change).getDescription())
                .isEqualTo("later");
        SetupIntentConfirmParams visa = SetupIntentConfirmParams.builder()
                .setPaymentMethod("pm_card_visa")
                .build();
        SetupIntent done = stripe.setupIntents().confirm(made.getId(), visa);
        assertThat(done.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.paymentMethods().retrieve(done.getPaymentMethod()).getCustomer())
                .isEqualTo("cus_123");
        assertThat(stripe.setupIntents().retrieve(made.getId()).getStatus()).isEqualTo("succeeded");
        SetupIntent other = stripe.setupIntents().create();
        assertThat(stripe.setupIntents().cancel(other.getId()).getStatus()).isEqualTo("canceled");
        assertThat(stripe.setupIntents().list().getData()).hasSize(2);
    }

    private static void charges(StripeClient stripe, Front front) throws Exception {
        Charge made = stripe.charges()
                .create(ChargeCreateParams.builder()
                        .setAmount(700L)
                        .setCurrency("usd")
                        .setSource("tok_visa")
                        .setCapture(false)
                        .build());
        assertThat(made.getCaptured()).isFalse();
        assertThat(stripe.charges().capture(made.getId()).getAmountCaptured()).isEqualTo(700);
        ChargeUpdateParams change =
                ChargeUpdateParams.builder().setDescription("old way").build();
        assertThat(stripe.charges().update(made.getId(), change).getDescription())
                .isEqualTo("old way");
        assertThat(stripe.charges().retrieve(made.getId()).getPaid()).isTrue();
        assertThat(stripe.charges().list().getData()).hasSize(2);
        ChargeSearchParams query = ChargeSearchParams.builder()
                .setQuery("amount>600 AND amount<800")
                .build();
        assertThat(stripe.charges().search(query).getData())
                .singleElement()
                .extracting(Charge::getId)
                .isEqualTo(made.getId());
    }

    private static void refunds(StripeClient stripe, Front front) throws Exception {
        PaymentIntent intent = paid(stripe, "pm_card_visa");
        Refund part = stripe.refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(intent.getId())
                        .setAmount(500L)
                        .setReason(RefundCreateParams.Reason.DUPLICATE)
                        .build());
        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.charges().retrieve(part.getCharge()).getAmountRefunded())
                .isEqualTo(500);
        RefundCreateParams rest =
                RefundCreateParams.builder().setCharge(part.getCharge()).build();
        assertThat(stripe.refunds().create(rest).getAmount()).isEqualTo(1500);
        InvalidRequestException e = catchThrowableOfType(
                InvalidRequestException.class, () -> stripe.refunds().create(rest));
        assertThat(e.getCode()).isEqualTo("charge_already_refunded");
        assertThat(stripe.refunds().retrieve("gold").getAmount()).isEqualTo(200);
        RefundUpdateParams metadata =
                RefundUpdateParams.builder().putMetadata("foo", "bar").build();
        assertThat(stripe.refunds().update("gold", metadata).getMetadata()).containsEntry("foo", "bar");
        assertThat(stripe.refunds().list().getData()).hasSize(4);
    }

    private static void disputes(StripeClient stripe, Front front) throws Exception {
        PaymentIntent intent = paid(stripe, "pm_card_createDispute");
        DisputeListParams of =
                DisputeListParams.builder().setPaymentIntent(intent.getId()).build();
        Dispute made = stripe.disputes().list(of).getData().getFirst();
        assertThat(made.getReason()).isEqualTo("fraudulent");
        assertThat(stripe.disputes().retrieve(made.getId()).getStatus()).isEqualTo("needs_response");
        DisputeUpdateParams evidence = DisputeUpdateParams.builder()
                .setEvidence(DisputeUpdateParams.Evidence.builder()
                        .setCustomerName("Ada")
                        .build())
                .build();
        Dispute told = stripe.disputes().update(made.getId(), evidence);
        assertThat(told.getEvidence().getCustomerName()).isEqualTo("Ada");
        assertThat(told.getAmount()).isEqualTo(2000);
        assertThat(stripe.disputes().close(made.getId()).getStatus()).isEqualTo("lost");
    }
}
