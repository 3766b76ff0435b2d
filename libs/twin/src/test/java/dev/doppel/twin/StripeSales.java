package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Coupon;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.Price;
import com.stripe.model.Product;
import com.stripe.model.Subscription;
import com.stripe.model.TaxRate;
import com.stripe.model.checkout.Session;
import com.stripe.param.*;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;

/** Cases of {@link StripeSdkTest}: customers, products, prices, subscriptions, invoices, checkout. */
final class StripeSales {
    private StripeSales() {}

    static Map<String, StripeSdkTest.Work> cases() {
        Map<String, StripeSdkTest.Work> out = new LinkedHashMap<>();
        out.put("T021 customers are made, read, changed, searched", StripeSales::customers);
        out.put("a deleted customer says so", StripeSales::deleted);
        out.put("products, with prices", StripeSales::products);
        out.put("T077 prices are found by lookup key", StripeSales::prices);
        out.put("coupons and tax rates", StripeSales::coupons);
        out.put("T059 a subscription bills, changes, ends", StripeSales::subscriptions);
        out.put("T085 invoices from draft to paid", StripeSales::invoices);
        out.put("what follows an invoice", StripeSales::closing);
        out.put("checkout sessions", StripeSales::checkout);
        return out;
    }

    private static void customers(StripeClient stripe, Front front) throws Exception {
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
        assertThat(made.getCreated()).isCloseTo(Instant.now().getEpochSecond(), Offset.offset(5L));
        assertThat(made.getShipping().getAddress().getPostalCode()).isEqualTo("02139");
        assertThat(made.getMetadata()).containsEntry("order_id", "6735");
        assertThat(made.getLivemode()).isFalse();
        assertThat(stripe.customers().create().getId()).startsWith("cus_");
        assertThat(stripe.customers().retrieve(made.getId()).getName()).isEqualTo("Jenny Rosen");
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
        CustomerListParams byMail =
                CustomerListParams.builder().setEmail("jenny@example.com").build();
        assertThat(stripe.customers().list(byMail).getData()).hasSize(1);
        CustomerSearchParams query = CustomerSearchParams.builder()
                .setQuery("email:'jenny@example.com' AND metadata['tier']:'gold'")
                .build();
        assertThat(stripe.customers().search(query).getData())
                .singleElement()
                .extracting(Customer::getId)
                .isEqualTo(made.getId());
    }

    private static void deleted(StripeClient stripe, Front front) throws Exception {
        Customer made = stripe.customers().create();
        String intent = stripe.paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(5L)
                        .setCurrency("usd")
                        .setCustomer(made.getId())
                        .build())
                .getId();
        assertThat(stripe.customers().delete(made.getId()).getDeleted()).isTrue();
        assertThat(stripe.customers().retrieve(made.getId()).getDeleted()).isTrue();
        PaymentIntentRetrieveParams expand =
                PaymentIntentRetrieveParams.builder().addExpand("customer").build();
        assertThat(stripe.paymentIntents()
                        .retrieve(intent, expand)
                        .getCustomerObject()
                        .getDeleted())
                .isTrue();
        InvalidRequestException e = catchThrowableOfType(
                InvalidRequestException.class,
                () -> stripe.customers()
                        .update(
                                made.getId(),
                                CustomerUpdateParams.builder().setName("x").build()));
        assertThat(e.getStatusCode()).isEqualTo(404);
        assertThat(e.getParam()).isEqualTo("id");
    }

    private static void products(StripeClient stripe, Front front) throws Exception {
        Product made = stripe.products()
                .create(ProductCreateParams.builder()
                        .setName("Kettle")
                        .setActive(true)
                        .setShippable(true)
                        .setUrl("https://example.com/k")
                        .setPackageDimensions(ProductCreateParams.PackageDimensions.builder()
                                .setHeight(new BigDecimal("2.234"))
                                .setLength(new BigDecimal("5.1"))
                                .setWeight(new BigDecimal("1"))
                                .setWidth(new BigDecimal("2"))
                                .build())
                        .build());
        assertThat(made.getPackageDimensions().getHeight()).isEqualByComparingTo("2.234");
        assertThat(stripe.products().retrieve("prod_123").getName()).isEqualTo("Walnut Lamp");
        ProductUpdateParams rename =
                ProductUpdateParams.builder().setName("Oak Lamp").build();
        assertThat(stripe.products().update("prod_123", rename).getName()).isEqualTo("Oak Lamp");
        assertThat(stripe.products().list().getData()).hasSize(2);
        ProductSearchParams query = ProductSearchParams.builder()
                .setQuery("name~'oak' AND active:'true'")
                .build();
        assertThat(stripe.products().search(query).getData())
                .singleElement()
                .extracting(Product::getId)
                .isEqualTo("prod_123");
        assertThat(stripe.products().delete(made.getId()).getDeleted()).isTrue();
        assertThat(catchThrowableOfType(
                                InvalidRequestException.class,
                                () -> stripe.products().retrieve(made.getId()))
                        .getCode())
                .isEqualTo("resource_missing");
    }

    private static void prices(StripeClient stripe, Front front) throws Exception {
        Price made = stripe.prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setBillingScheme(PriceCreateParams.BillingScheme.TIERED)
                        .setTiersMode(PriceCreateParams.TiersMode.GRADUATED)
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("Tiered")
                                .build())
                        .setRecurring(PriceCreateParams.Recurring.builder()
                                .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                                .build())
                        .addTier(PriceCreateParams.Tier.builder()
                                .setUnitAmount(500L)
                                .setUpTo(5L)
                                .build())
                        .addTier(PriceCreateParams.Tier.builder()
                                .setUnitAmount(400L)
                                .setUpTo(PriceCreateParams.Tier.UpTo.INF)
                                .build())
                        .build());
        assertThat(made.getType()).isEqualTo("recurring");
        assertThat(made.getTiers())
                .hasSize(2)
                .last()
                .satisfies(t -> assertThat(t.getUpTo()).isNull());
        assertThat(stripe.products().retrieve(made.getProduct()).getName()).isEqualTo("Tiered");
        assertThat(stripe.prices().retrieve("gold").getUnitAmount()).isEqualTo(900);
        PriceUpdateParams nickname =
                PriceUpdateParams.builder().setNickname("Gold").build();
        assertThat(stripe.prices().update("gold", nickname).getNickname()).isEqualTo("Gold");
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
        PriceSearchParams query =
                PriceSearchParams.builder().setQuery("lookup_key:'Key1'").build();
        assertThat(stripe.prices().search(query).getData()).hasSize(1);
    }

    private static void coupons(StripeClient stripe, Front front) throws Exception {
        Coupon made = stripe.coupons()
                .create(CouponCreateParams.builder()
                        .setId("TEN")
                        .setPercentOff(new BigDecimal("10"))
                        .setDuration(CouponCreateParams.Duration.ONCE)
                        .build());
        assertThat(made.getId()).isEqualTo("TEN");
        assertThat(made.getValid()).isTrue();
        assertThat(stripe.coupons().retrieve("TEN").getPercentOff()).isEqualByComparingTo("10");
        assertThat(stripe.coupons()
                        .update(
                                "TEN",
                                CouponUpdateParams.builder().setName("Ten").build())
                        .getName())
                .isEqualTo("Ten");
        assertThat(stripe.coupons().list().getData())
                .extracting(Coupon::getId)
                .containsExactlyInAnyOrder("HALF", "TEN");
        assertThat(stripe.coupons().delete("TEN").getDeleted()).isTrue();
        TaxRate tax = stripe.taxRates()
                .create(TaxRateCreateParams.builder()
                        .setDisplayName("IVA")
                        .setInclusive(false)
                        .setPercentage(new BigDecimal("23.5"))
                        .build());
        assertThat(stripe.taxRates().retrieve(tax.getId()).getPercentage()).isEqualByComparingTo("23.5");
        TaxRateUpdateParams off = TaxRateUpdateParams.builder().setActive(false).build();
        assertThat(stripe.taxRates().update(tax.getId(), off).getActive()).isFalse();
        assertThat(stripe.taxRates()
                        .list(TaxRateListParams.builder().setActive(true).build())
                        .getData())
                .isEmpty();
    }

    private static void subscriptions(StripeClient stripe, Front front) throws Exception {
        Subscription made = stripe.subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer("cus_123")
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice("gold")
                                .setQuantity(2L)
                                .build())
                        .addExpand("latest_invoice")
                        .build());
        assertThat(made.getStatus()).isEqualTo("active");
        assertThat(made.getItems().getUrl()).isEqualTo("/v1/subscriptions/" + made.getId() + "/items");
        assertThat(made.getItems().getData())
                .singleElement()
                .satisfies(i -> assertThat(i.getPrice().getUnitAmount()).isEqualTo(900));
        assertThat(made.getLatestInvoiceObject().getTotal()).isEqualTo(1800);
        assertThat(stripe.subscriptions().retrieve("sub_123").getCustomer()).isEqualTo("cus_123");
        SubscriptionUpdateParams change = SubscriptionUpdateParams.builder()
                .setCancelAtPeriodEnd(true)
                .putMetadata("a", "b")
                .build();
        assertThat(stripe.subscriptions().update("sub_123", change).getMetadata())
                .containsEntry("a", "b");
        assertThat(stripe.subscriptions().list().getData()).hasSize(2);
        Subscription gone = stripe.subscriptions().cancel(made.getId());
        assertThat(gone.getStatus()).isEqualTo("canceled");
        assertThat(gone.getCanceledAt()).isNotNull();
        assertThat(stripe.subscriptions().list().getData())
                .extracting(Subscription::getId)
                .containsExactly("sub_123");
        SubscriptionSearchParams query =
                SubscriptionSearchParams.builder().setQuery("status:'canceled'").build();
        assertThat(stripe.subscriptions().search(query).getData()).hasSize(1);
        InvalidRequestException e = catchThrowableOfType(
                InvalidRequestException.class,
                () -> stripe.subscriptions()
                        .create(SubscriptionCreateParams.builder()
                                .setCustomer("cus_none")
                                .build()));
        assertThat(e.getParam()).isEqualTo("customer");
        assertThat(e.getMessage()).contains("No such customer: 'cus_none'");
    }

    private static Invoice draft(StripeClient stripe) throws Exception {
        return stripe.invoices()
                .create(InvoiceCreateParams.builder()
                        .setCustomer("cus_123")
                        .setCollectionMethod(InvoiceCreateParams.CollectionMethod.CHARGE_AUTOMATICALLY)
                        .build());
    }

    private static void invoices(StripeClient stripe, Front front) throws Exception {
        Invoice made = draft(stripe);
        assertThat(made.getStatus()).isEqualTo("draft");
        var item = stripe.invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer("cus_123")
                        .setInvoice(made.getId())
                        .setAmount(700L)
                        .setCurrency("usd")
                        .setDescription("Work")
                        .build());
        assertThat(stripe.invoiceItems().retrieve(item.getId()).getAmount()).isEqualTo(700);
        InvoiceItemUpdateParams change =
                InvoiceItemUpdateParams.builder().setDescription("Hard work").build();
        assertThat(stripe.invoiceItems().update(item.getId(), change).getDescription())
                .isEqualTo("Hard work");
        assertThat(stripe.invoiceItems().list().getData()).hasSize(1);
        assertThat(stripe.invoices().lineItems().list(made.getId()).getData())
                .singleElement()
                .satisfies(l -> assertThat(l.getAmount()).isEqualTo(700));
        InvoiceUpdateParams metadata =
                InvoiceUpdateParams.builder().putMetadata("foo", "bar").build();
        assertThat(stripe.invoices().update(made.getId(), metadata).getMetadata())
                .containsEntry("foo", "bar");
        Invoice open = stripe.invoices().finalizeInvoice(made.getId());
        assertThat(open.getStatus()).isEqualTo("open");
        assertThat(open.getAmountDue()).isEqualTo(700);
        Invoice paid = stripe.invoices().pay(made.getId());
        assertThat(paid.getStatus()).isEqualTo("paid");
        assertThat(paid.getAmountRemaining()).isZero();
        assertThat(stripe.invoices().retrieve(made.getId()).getAmountPaid()).isEqualTo(700);
        assertThat(stripe.invoices().list().getData()).hasSize(2);
        InvoiceSearchParams query =
                InvoiceSearchParams.builder().setQuery("status:'paid'").build();
        assertThat(stripe.invoices().search(query).getData()).hasSize(1);
        var lone = stripe.invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer("cus_123")
                        .setAmount(1L)
                        .build());
        assertThat(stripe.invoiceItems().delete(lone.getId()).getDeleted()).isTrue();
    }

    private static void closing(StripeClient stripe, Front front) throws Exception {
        Invoice made = draft(stripe);
        assertThat(stripe.invoices().delete(made.getId()).getDeleted()).isTrue();
        assertThat(stripe.invoices().sendInvoice("in_123").getStatus()).isEqualTo("open");
        assertThat(stripe.invoices().markUncollectible("in_123").getStatus()).isEqualTo("uncollectible");
        assertThat(stripe.invoices().voidInvoice("in_123").getStatus()).isEqualTo("void");
        assertThat(catchThrowableOfType(
                                InvalidRequestException.class,
                                () -> stripe.invoices().pay("in_123"))
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(stripe.invoices().lineItems().list("in_123").getData())
                .singleElement()
                .satisfies(l -> assertThat(l.getId()).isEqualTo("il_123"));
    }

    private static void checkout(StripeClient stripe, Front front) throws Exception {
        Session made = stripe.checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.PAYMENT)
                        .setSuccessUrl("https://shop.example/ok")
                        .addLineItem(SessionCreateParams.LineItem.builder()
                                .setPrice("price_123")
                                .setQuantity(2L)
                                .build())
                        .build());
        assertThat(made.getAmountTotal()).isEqualTo(5000);
        assertThat(stripe.checkout().sessions().retrieve(made.getId()).getStatus())
                .isEqualTo("open");
        assertThat(stripe.checkout()
                        .sessions()
                        .list(SessionListParams.builder().setLimit(1L).build())
                        .getData())
                .hasSize(1);
        assertThat(stripe.checkout().sessions().expire(made.getId()).getStatus())
                .isEqualTo("expired");
    }
}
