package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.WebhookEndpoint;
import com.stripe.net.RequestOptions;
import com.stripe.param.*;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Cases of {@link StripeSdkTest}: pages, errors, keys, retries, webhooks, events. */
final class StripeWire {
    private StripeWire() {}

    static Map<String, StripeSdkTest.Work> cases() {
        Map<String, StripeSdkTest.Work> out = new LinkedHashMap<>();
        out.put("T072 auto-paging sees every row once", StripeWire::paging);
        out.put("search is paged too", StripeWire::searching);
        out.put("errors have type, code, param and places to read on", StripeWire::errors);
        out.put("a key of the wrong kind is no key", StripeWire::keys);
        out.put("T130 a key of the caller replays", StripeWire::replays);
        out.put("T130 a lost answer is asked for again and makes one row", StripeWire::retries);
        out.put("T131 webhooks are signed as the SDK verifies", StripeWire::webhooks);
        out.put("tokens and the balance", StripeWire::tokens);
        return out;
    }

    private static CustomerCreateParams named(String name) {
        return CustomerCreateParams.builder().setName(name).build();
    }

    private static void paging(StripeClient stripe, Front front) throws Exception {
        for (int i = 0; i < 24; i++) {
            stripe.customers().create(named("c" + i));
        }
        List<String> ids = new ArrayList<>();
        CustomerListParams four = CustomerListParams.builder().setLimit(4L).build();
        for (Customer c : stripe.customers().list(four).autoPagingIterable()) {
            ids.add(c.getId());
        }
        assertThat(ids).hasSize(25).doesNotHaveDuplicates().last().isEqualTo("cus_123");
        CustomerListParams before = CustomerListParams.builder()
                .setEndingBefore(ids.get(10))
                .setLimit(2L)
                .build();
        assertThat(stripe.customers().list(before).getData())
                .extracting(Customer::getId)
                .containsExactly(ids.get(8), ids.get(9));
        CustomerListParams lost =
                CustomerListParams.builder().setStartingAfter("cus_none").build();
        assertThat(catchThrowableOfType(
                                InvalidRequestException.class,
                                () -> stripe.customers().list(lost))
                        .getParam())
                .isEqualTo("starting_after");
    }

    private static void searching(StripeClient stripe, Front front) throws Exception {
        for (int i = 0; i < 7; i++) {
            stripe.customers().create(named("same"));
        }
        List<String> ids = new ArrayList<>();
        CustomerSearchParams query = CustomerSearchParams.builder()
                .setQuery("name:'same'")
                .setLimit(3L)
                .build();
        stripe.customers().search(query).autoPagingIterable().forEach(c -> ids.add(c.getId()));
        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    }

    private static void errors(StripeClient stripe, Front front) {
        InvalidRequestException missing = catchThrowableOfType(
                InvalidRequestException.class, () -> stripe.paymentIntents().retrieve("pi_none"));
        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(missing.getCode()).isEqualTo("resource_missing");
        assertThat(missing.getParam()).isEqualTo("intent");
        assertThat(missing.getRequestId()).startsWith("req_");
        assertThat(missing.getMessage()).contains("No such payment_intent: 'pi_none'");
        assertThat(missing.getStripeError().getType()).isEqualTo("invalid_request_error");
        assertThat(missing.getStripeError().getDocUrl())
                .isEqualTo("https://stripe.com/docs/error-codes/resource-missing");
        assertThat(missing.getStripeError().getRequestLogUrl()).endsWith(missing.getRequestId());
        InvalidRequestException absent = catchThrowableOfType(
                InvalidRequestException.class,
                () -> stripe.paymentIntents()
                        .create(PaymentIntentCreateParams.builder()
                                .setCurrency("usd")
                                .build()));
        assertThat(absent.getCode()).isEqualTo("parameter_missing");
        assertThat(absent.getParam()).isEqualTo("amount");
        InvalidRequestException nobody = catchThrowableOfType(
                InvalidRequestException.class,
                () -> stripe.paymentIntents()
                        .create(PaymentIntentCreateParams.builder()
                                .setAmount(1L)
                                .setCurrency("usd")
                                .setPaymentMethod("pm_none")
                                .build()));
        assertThat(nobody.getParam()).isEqualTo("payment_method");
    }

    private static void keys(StripeClient stripe, Front front) {
        RequestOptions wrong =
                RequestOptions.builder().setApiKey("pk_test_1234567890abcdef").build();
        AuthenticationException e = catchThrowableOfType(
                AuthenticationException.class, () -> stripe.customers().list(wrong));
        assertThat(e.getStatusCode()).isEqualTo(401);
        assertThat(e.getMessage())
                .contains("Invalid API Key provided: pk_test_*")
                .contains("cdef");
    }

    private static void replays(StripeClient stripe, Front front) throws Exception {
        RequestOptions key = RequestOptions.builder().setIdempotencyKey("once").build();
        Customer first = stripe.customers().create(named("Once"), key);
        Customer again = stripe.customers().create(named("Once"), key);
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(again.getLastResponse().headers().firstValue("Original-Request"))
                .contains(first.getLastResponse().requestId());
        assertThat(again.getLastResponse().idempotencyKey()).isEqualTo("once");
        assertThatThrownBy(() -> stripe.customers().create(named("Twice"), key))
                .isInstanceOf(IdempotencyException.class);
    }

    private static void retries(StripeClient stripe, Front front) throws Exception {
        RequestOptions patient =
                RequestOptions.builder().setMaxNetworkRetries(2).build();
        int before = front.lost.size();
        Customer made = stripe.customers().create(named(Front.LOSE + UUID.randomUUID()), patient);
        assertThat(front.lost).hasSize(before + 1);
        assertThat(made.getId()).startsWith("cus_");
        assertThat(stripe.customers().list().getData()).hasSize(2);
        assertThat(made.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
    }

    private static void webhooks(StripeClient stripe, Front front) throws Exception {
        String url = "http://shop.test/" + UUID.randomUUID();
        WebhookEndpoint endpoint = stripe.webhookEndpoints()
                .create(WebhookEndpointCreateParams.builder()
                        .setUrl(url)
                        .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.PAYMENT_INTENT__SUCCEEDED)
                        .build());
        PaymentIntent paid = stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(300L)
                        .setCurrency("usd")
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .build());
        var told = front.webhooks.stream().filter(w -> w.url().equals(url)).toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().backoff()).hasSize(4);
        String payload = new String(told.getFirst().body(), StandardCharsets.UTF_8);
        String signature = told.getFirst().headersAt(Instant.now()).first("Stripe-Signature");
        Event event = stripe.constructEvent(payload, signature, endpoint.getSecret());
        assertThat(event.getType()).isEqualTo("payment_intent.succeeded");
        PaymentIntent object =
                (PaymentIntent) event.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(object.getId()).isEqualTo(paid.getId());
        assertThatThrownBy(() -> stripe.constructEvent(payload, signature, "whsec_other"))
                .isInstanceOf(SignatureVerificationException.class);
        assertThat(stripe.events().retrieve(event.getId()).getType()).isEqualTo("payment_intent.succeeded");
        assertThat(stripe.events().list().getData())
                .extracting(Event::getType)
                .contains("payment_intent.created", "charge.succeeded", "payment_intent.succeeded");
        assertThat(stripe.webhookEndpoints().retrieve(endpoint.getId()).getSecret())
                .isNull();
        WebhookEndpointUpdateParams change =
                WebhookEndpointUpdateParams.builder().setDescription("shop").build();
        assertThat(stripe.webhookEndpoints().update(endpoint.getId(), change).getDescription())
                .isEqualTo("shop");
        assertThat(stripe.webhookEndpoints().list().getData()).hasSize(1);
        assertThat(stripe.webhookEndpoints().delete(endpoint.getId()).getDeleted())
                .isTrue();
    }

    private static void tokens(StripeClient stripe, Front front) throws Exception {
        var token = stripe.tokens()
                .create(TokenCreateParams.builder()
                        .setCard(TokenCreateParams.Card.builder()
                                .setNumber("4242424242424242")
                                .setExpMonth("8")
                                .setExpYear("2034")
                                .build())
                        .build());
        assertThat(token.getCard().getLast4()).isEqualTo("4242");
        assertThat(stripe.tokens().retrieve(token.getId()).getUsed()).isFalse();
        assertThat(stripe.balance().retrieve().getAvailable()).isNotEmpty();
    }
}
