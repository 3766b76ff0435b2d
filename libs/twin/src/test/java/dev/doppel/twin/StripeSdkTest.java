package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Price;
import com.stripe.model.Product;
import com.stripe.model.Subscription;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerSearchParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceUpdateParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentIntentUpdateParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.PriceUpdateParams;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.ProductUpdateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundUpdateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import dev.doppel.twin.engine.TwinOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** stripe-java, unmodified, against the stripe pack. */
class StripeSdkTest {
    private final TwinEngine engine = TwinEngine.load(
            Twins.root().resolve("examples/twins/stripe/mockd.yaml"),
            TwinOptions.defaults()
                    .withEnv(n -> Map.of(
                                    "STRIPE_WEBHOOK_URL",
                                    "http://shop.test/hooks",
                                    "STRIPE_WEBHOOK_SECRET",
                                    "whsec_test")
                            .get(n)));
    private final Front front = new Front(engine.start());
    private final StripeClient stripe = StripeClient.builder()
            .setApiKey("sk_test_x")
            .setApiBase(front.url())
            .build();

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void T027_thePackHasItsTablesBindingsAndOperations() {
        assertThat(engine.catalog().tables()).hasSize(9);
        assertThat(engine.catalog().config().bindings().stream().filter(b -> !b.extended()))
                .hasSize(44);
        assertThat(engine.catalog().operations()).hasSize(8);
        assertThat(engine.warnings()).isEmpty();
    }

    @Test
    void T021_customersLiveThroughTheSdk() throws Exception {
        Customer made = stripe.customers()
                .create(CustomerCreateParams.builder()
                        .setName("Jenny Rosen")
                        .setEmail("jenny@example.com")
                        .setShipping(CustomerCreateParams.Shipping.builder()
                                .setName("J")
                                .setAddress(CustomerCreateParams.Shipping.Address.builder()
                                        .setLine1("1 Mill Lane")
                                        .setCity("Porto")
                                        .setPostalCode("02139")
                                        .build())
                                .build())
                        .putMetadata("order_id", "6735")
                        .build());
        assertThat(made.getId()).startsWith("cus_").hasSize(20);
        assertThat(made.getCreated())
                .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(5L));
        assertThat(made.getShipping().getAddress().getPostalCode()).isEqualTo("02139");
        assertThat(made.getMetadata()).containsEntry("order_id", "6735");
        assertThat(made.getLivemode()).isFalse();
        assertThat(stripe.customers().create().getId()).startsWith("cus_");
        Customer read = stripe.customers().retrieve(made.getId());
        assertThat(read.getName()).isEqualTo("Jenny Rosen");
        Customer updated = stripe.customers()
                .update(
                        made.getId(),
                        CustomerUpdateParams.builder()
                                .setName("Updated Name")
                                .putMetadata("tier", "gold")
                                .build());
        assertThat(updated.getName()).isEqualTo("Updated Name");
        assertThat(updated.getEmail()).isEqualTo("jenny@example.com");
        assertThat(updated.getMetadata()).containsEntry("order_id", "6735").containsEntry("tier", "gold");
        assertThat(stripe.customers().list().getData())
                .extracting(Customer::getId)
                .contains("cus_123", made.getId());
        assertThat(stripe.customers()
                        .list(CustomerListParams.builder()
                                .setEmail("jenny@example.com")
                                .build())
                        .getData())
                .hasSize(1);
        assertThat(stripe.customers()
                        .search(CustomerSearchParams.builder()
                                .setQuery("email:'jenny@example.com' AND metadata['tier']:'gold'")
                                .build())
                        .getData())
                .singleElement()
                .extracting(Customer::getId)
                .isEqualTo(made.getId());
        Customer deleted = stripe.customers().delete(made.getId());
        assertThat(deleted.getDeleted()).isTrue();
        assertThatThrownBy(() -> stripe.customers().retrieve(made.getId()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.getCode()).isEqualTo("resource_missing");
                    assertThat(e.getStatusCode()).isEqualTo(404);
                    assertThat(e.getRequestId()).startsWith("req_");
                });
    }

    @Test
    void T072_autoPagingVisitsEveryRowOnce() throws Exception {
        for (int i = 0; i < 24; i++) {
            stripe.customers()
                    .create(CustomerCreateParams.builder().setName("c" + i).build());
        }
        List<String> ids = new ArrayList<>();
        for (Customer c : stripe.customers()
                .list(CustomerListParams.builder().setLimit(4L).build())
                .autoPagingIterable()) {
            ids.add(c.getId());
        }
        assertThat(ids).hasSize(25).doesNotHaveDuplicates().last().isEqualTo("cus_123");
        String middle = ids.get(10);
        assertThat(stripe.customers()
                        .list(CustomerListParams.builder()
                                .setEndingBefore(middle)
                                .setLimit(2L)
                                .build())
                        .getData())
                .extracting(Customer::getId)
                .containsExactly(ids.get(8), ids.get(9));
    }

    @Test
    void T024_paymentIntentsConfirmCancelCapture() throws Exception {
        PaymentIntent made = stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(123L)
                        .setCurrency("usd")
                        .addPaymentMethodType("card")
                        .setCustomer("cus_123")
                        .build());
        assertThat(made.getStatus()).isEqualTo("requires_payment_method");
        assertThat(made.getAmount()).isEqualTo(123);
        assertThat(made.getPaymentMethodTypes()).containsExactly("card");
        assertThat(made.getClientSecret()).startsWith(made.getId() + "_secret_");
        PaymentIntent done = stripe.paymentIntents()
                .confirm(
                        made.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_visa")
                                .setOffSession(true)
                                .build());
        assertThat(done.getStatus()).isEqualTo("succeeded");
        assertThat(done.getAmountReceived()).isEqualTo(123);
        assertThat(done.getCreated()).isEqualTo(made.getCreated());
        PaymentIntent read = stripe.paymentIntents()
                .retrieve(
                        made.getId(),
                        PaymentIntentRetrieveParams.builder()
                                .addExpand("customer")
                                .build());
        assertThat(read.getStatus()).isEqualTo("succeeded");
        assertThat(read.getCustomerObject().getName()).isEqualTo("Ada Brook");
        assertThatThrownBy(() -> stripe.paymentIntents().confirm(made.getId()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("payment_intent_unexpected_state"));
        PaymentIntent manual = stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(900L)
                        .setCurrency("eur")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .build());
        assertThat(manual.getStatus()).isEqualTo("requires_capture");
        PaymentIntent captured = stripe.paymentIntents()
                .capture(
                        manual.getId(),
                        PaymentIntentCaptureParams.builder()
                                .setAmountToCapture(500L)
                                .build());
        assertThat(captured.getAmountReceived()).isEqualTo(500);
        PaymentIntent cancelled = stripe.paymentIntents()
                .cancel(
                        "pi_123",
                        PaymentIntentCancelParams.builder()
                                .setCancellationReason(
                                        PaymentIntentCancelParams.CancellationReason.REQUESTED_BY_CUSTOMER)
                                .build());
        assertThat(cancelled.getStatus()).isEqualTo("canceled");
        assertThat(cancelled.getCancellationReason()).isEqualTo("requested_by_customer");
        assertThat(stripe.paymentIntents()
                        .update(
                                manual.getId(),
                                PaymentIntentUpdateParams.builder()
                                        .putMetadata("foo", "bar")
                                        .build())
                        .getMetadata())
                .containsEntry("foo", "bar");
        assertThat(stripe.paymentIntents().list().getData()).hasSize(3);
    }

    @Test
    void T095_declinesAreCardExceptions() throws Exception {
        Map<String, String> expected = Map.of(
                "pm_card_visa_chargeDeclined",
                "generic_decline",
                "pm_card_visa_chargeDeclinedInsufficientFunds",
                "insufficient_funds",
                "pm_card_visa_chargeDeclinedLostCard",
                "lost_card",
                "pm_card_visa_chargeDeclinedStolenCard",
                "stolen_card");
        for (var e : expected.entrySet()) {
            PaymentIntent made = stripe.paymentIntents()
                    .create(PaymentIntentCreateParams.builder()
                            .setAmount(100L)
                            .setCurrency("usd")
                            .build());
            assertThatThrownBy(() -> stripe.paymentIntents()
                            .confirm(
                                    made.getId(),
                                    PaymentIntentConfirmParams.builder()
                                            .setPaymentMethod(e.getKey())
                                            .build()))
                    .isInstanceOfSatisfying(CardException.class, c -> {
                        assertThat(c.getCode()).isEqualTo("card_declined");
                        assertThat(c.getDeclineCode()).isEqualTo(e.getValue());
                        assertThat(c.getStatusCode()).isEqualTo(402);
                    });
            assertThat(stripe.paymentIntents().retrieve(made.getId()).getStatus())
                    .isEqualTo("requires_payment_method");
        }
        assertThatThrownBy(() -> stripe.paymentIntents()
                        .create(PaymentIntentCreateParams.builder()
                                .setAmount(100L)
                                .setCurrency("usd")
                                .setConfirm(true)
                                .setPaymentMethod("pm_card_chargeDeclinedExpiredCard")
                                .build()))
                .isInstanceOfSatisfying(
                        CardException.class, c -> assertThat(c.getCode()).isEqualTo("expired_card"));
        PaymentIntent action = stripe.paymentIntents()
                .confirm(
                        "pi_123",
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_authenticationRequired")
                                .build());
        assertThat(action.getStatus()).isEqualTo("requires_action");
        assertThat(action.getNextAction().getType()).isEqualTo("use_stripe_sdk");
    }

    @Test
    void T059_subscriptionsProductsPrices() throws Exception {
        Subscription made = stripe.subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer("cus_123")
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice("gold")
                                .setQuantity(2L)
                                .build())
                        .build());
        assertThat(made.getStatus()).isEqualTo("active");
        assertThat(made.getItems().getUrl()).isEqualTo("/v1/subscriptions/" + made.getId() + "/items");
        assertThat(made.getItems().getData()).hasSize(1);
        assertThat(stripe.subscriptions().retrieve("sub_123").getCustomer()).isEqualTo("cus_123");
        assertThat(stripe.subscriptions()
                        .update(
                                "sub_123",
                                SubscriptionUpdateParams.builder()
                                        .putMetadata("a", "b")
                                        .build())
                        .getMetadata())
                .containsEntry("a", "b");
        assertThat(stripe.subscriptions().list().getData()).hasSize(2);
        assertThat(stripe.subscriptions().cancel(made.getId()).getStatus()).isEqualTo("canceled");
        Product product = stripe.products()
                .create(ProductCreateParams.builder()
                        .setName("Kettle")
                        .setActive(true)
                        .setShippable(true)
                        .setUrl("https://example.com/k")
                        .setPackageDimensions(ProductCreateParams.PackageDimensions.builder()
                                .setHeight(new java.math.BigDecimal("2.234"))
                                .setLength(new java.math.BigDecimal("5.1"))
                                .setWeight(new java.math.BigDecimal("1"))
                                .setWidth(new java.math.BigDecimal("2"))
                                .build())
                        .build());
        assertThat(product.getPackageDimensions().getHeight()).isEqualByComparingTo("2.234");
        assertThat(stripe.products().retrieve("prod_123").getName()).isEqualTo("Walnut Lamp");
        assertThat(stripe.products()
                        .update(
                                "prod_123",
                                ProductUpdateParams.builder()
                                        .setName("Oak Lamp")
                                        .build())
                        .getName())
                .isEqualTo("Oak Lamp");
        assertThat(stripe.products().list().getData()).hasSize(2);
        assertThat(stripe.products().delete(product.getId()).getDeleted()).isTrue();
        Price price = stripe.prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setUnitAmount(1999L)
                        .setProduct("prod_123")
                        .setRecurring(PriceCreateParams.Recurring.builder()
                                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                                .build())
                        .putMetadata("n", "1")
                        .build());
        assertThat(price.getType()).isEqualTo("recurring");
        assertThat(price.getUnitAmount()).isEqualTo(1999);
        assertThat(stripe.prices().retrieve("gold").getUnitAmount()).isEqualTo(900);
        assertThat(stripe.prices()
                        .update(
                                "gold",
                                PriceUpdateParams.builder().setNickname("Gold").build())
                        .getNickname())
                .isEqualTo("Gold");
        assertThat(stripe.prices()
                        .list(PriceListParams.builder()
                                .setActive(true)
                                .addLookupKey("Key1")
                                .addLookupKey("Key2")
                                .setRecurring(PriceListParams.Recurring.builder()
                                        .setInterval(PriceListParams.Recurring.Interval.MONTH)
                                        .setUsageType(PriceListParams.Recurring.UsageType.LICENSED)
                                        .build())
                                .build())
                        .getData())
                .singleElement()
                .extracting(Price::getId)
                .isEqualTo("gold");
    }

    @Test
    void T085_invoicesRefundsDisputes() throws Exception {
        Invoice made = stripe.invoices()
                .create(InvoiceCreateParams.builder()
                        .setCustomer("cus_123")
                        .setCollectionMethod(InvoiceCreateParams.CollectionMethod.CHARGE_AUTOMATICALLY)
                        .build());
        assertThat(made.getStatus()).isEqualTo("draft");
        assertThat(stripe.invoices().retrieve("in_123").getAmountDue()).isEqualTo(900);
        assertThat(stripe.invoices()
                        .update(
                                "in_123",
                                InvoiceUpdateParams.builder()
                                        .putMetadata("foo", "bar")
                                        .build())
                        .getMetadata())
                .containsEntry("foo", "bar");
        assertThat(stripe.invoices().list().getData()).hasSize(2);
        assertThat(stripe.invoices().finalizeInvoice("in_123").getStatus()).isEqualTo("open");
        Invoice paid = stripe.invoices().pay("in_123");
        assertThat(paid.getStatus()).isEqualTo("paid");
        assertThat(paid.getAmountRemaining()).isZero();
        assertThat(stripe.invoices().sendInvoice(made.getId()).getStatus()).isEqualTo("open");
        assertThat(stripe.invoices().markUncollectible(made.getId()).getStatus())
                .isEqualTo("uncollectible");
        assertThat(stripe.invoices().voidInvoice(made.getId()).getStatus()).isEqualTo("void");
        assertThat(stripe.invoices().lineItems().list("in_123").getData())
                .singleElement()
                .satisfies(l -> assertThat(l.getId()).isEqualTo("il_123"));
        assertThat(stripe.invoices().lineItems().list(made.getId()).getData()).isEmpty();
        assertThat(stripe.invoices().delete(made.getId()).getDeleted()).isTrue();
        assertThat(stripe.refunds()
                        .create(RefundCreateParams.builder()
                                .setPaymentIntent("pi_123")
                                .setReason(RefundCreateParams.Reason.DUPLICATE)
                                .build())
                        .getStatus())
                .isEqualTo("succeeded");
        assertThat(stripe.refunds().retrieve("gold").getAmount()).isEqualTo(200);
        assertThat(stripe.refunds()
                        .update(
                                "gold",
                                RefundUpdateParams.builder()
                                        .putMetadata("foo", "bar")
                                        .build())
                        .getMetadata())
                .containsEntry("foo", "bar");
        assertThat(stripe.refunds().list().getData()).hasSize(3);
        assertThat(stripe.disputes().retrieve("dp_123").getReason()).isEqualTo("general");
        assertThat(stripe.disputes()
                        .update(
                                "dp_123",
                                DisputeUpdateParams.builder()
                                        .setEvidence(DisputeUpdateParams.Evidence.builder()
                                                .setCustomerName("Ada")
                                                .build())
                                        .build())
                        .getId())
                .isEqualTo("dp_123");
        assertThat(stripe.disputes().list().getData()).hasSize(1);
        assertThat(stripe.disputes().close("dp_123").getObject()).isEqualTo("dispute");
        assertThat(stripe.balance().retrieve().getAvailable()).isNotEmpty();
        assertThat(stripe.customers().paymentMethods().list("cus_123").getData())
                .isNotEmpty();
    }

    @Test
    void T131_webhooksAreSignedAsTheSdkVerifies() throws Exception {
        stripe.customers()
                .create(CustomerCreateParams.builder().setName("Hooked").build());
        assertThat(front.webhooks)
                .singleElement()
                .satisfies(w -> assertThat(w.event()).isEqualTo("customer.created"));
        var intent = front.webhooks.getFirst();
        String payload = new String(intent.body(), StandardCharsets.UTF_8);
        Event event = Webhook.constructEvent(
                payload, intent.headersAt(Instant.now()).first("Stripe-Signature"), "whsec_test");
        assertThat(event.getType()).isEqualTo("customer.created");
        assertThat(payload).contains("Hooked");
        assertThat(intent.backoff()).hasSize(4);
    }

    @Test
    void T130_theSdksKeyReplays() throws Exception {
        RequestOptions key = RequestOptions.builder().setIdempotencyKey("once").build();
        var params = CustomerCreateParams.builder().setName("Once").build();
        assertThat(stripe.customers().create(params, key).getId())
                .isEqualTo(stripe.customers().create(params, key).getId());
        assertThatThrownBy(() -> stripe.customers()
                        .create(CustomerCreateParams.builder().setName("Twice").build(), key))
                .hasMessageContaining("same parameters");
    }
}
