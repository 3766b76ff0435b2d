package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.twilio.exception.ApiException;
import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.Account;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Conference;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.Recording;
import com.twilio.rest.api.v2010.account.conference.Participant;
import com.twilio.security.RequestValidator;
import com.twilio.type.PhoneNumber;
import dev.doppel.twin.config.TwinConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** twilio for Java, unmodified, against the twilio pack: on our document and on the vendor's. Each case has its own run. */
class TwilioSdkTest {
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";

    @Test
    void T028_thePackHasItsTablesAndBindings() {
        TwinEngine engine = Twins.pack("twilio", Twins.Form.OURS);
        assertThat((List<?>) engine.catalog().config().raw().get("tables")).hasSize(7);
        assertThat(engine.catalog().bindings()).isEqualTo(30);
        assertThat(engine.warnings()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> onOurDocument() {
        return Skips.counted(() -> cases(Twins.Form.OURS));
    }

    @TestFactory
    Stream<DynamicTest> onTheVendorsDocument() {
        return Skips.counted(() -> cases(Twins.Form.VENDORS));
    }

    private static Stream<DynamicTest> cases(Twins.Form form) {
        TwinEngine engine = Twins.pack("twilio", form);
        List<String> bound = engine.catalog().config().bindings().stream()
                .map(TwinConfig.BindingSpec::mock)
                .toList();
        Front front = new Front(engine.start());
        Map<String, BiConsumer<TwilioRestClient, Front>> all = new LinkedHashMap<>();
        all.put("T051 T069 messages are sent, read, redacted, deleted", TwilioSdkTest::messages);
        all.put("T080 lists are paged and filtered", TwilioSdkTest::lists);
        all.put("T093 what is missing and what is magic is refused", TwilioSdkTest::refused);
        all.put("a status callback is signed as the SDK verifies", TwilioSdkTest::callback);
        all.put("calls", TwilioSdkTest::calls);
        all.put("accounts and numbers", TwilioSdkTest::accounts);
        all.put("T086 recordings, conferences, participants", TwilioSdkTest::conferences);
        AtomicInteger n = new AtomicInteger();
        Stream<DynamicTest> tests = all.entrySet().stream()
                .map(e ->
                        dynamicTest(e.getKey(), () -> e.getValue().accept(client(front, n.incrementAndGet()), front)));
        return Stream.concat(
                        tests,
                        Stream.of(dynamicTest(
                                "all 30 bound operations were called",
                                () -> assertThat(front.operations)
                                        .hasSizeGreaterThanOrEqualTo(30)
                                        .containsAll(bound))))
                .onClose(front::close);
    }

    private static TwilioRestClient client(Front front, int n) {
        return new TwilioRestClient.Builder("user", "secret_run_t" + n)
                .accountSid(ACCOUNT)
                .httpClient(rerouted(front))
                .build();
    }

    /** Sends what goes to the vendor's host to the twin. */
    private static HttpClient rerouted(Front front) {
        NetworkHttpClient plain = new NetworkHttpClient();
        return new HttpClient() {
            @Override
            public com.twilio.http.Response makeRequest(com.twilio.http.Request request) {
                URI uri = URI.create(request.constructURL().toString());
                var copy = new com.twilio.http.Request(
                        request.getMethod(),
                        front.url() + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
                copy.setAuth(request.getUsername(), request.getPassword());
                request.getPostParams().forEach((k, v) -> v.forEach(one -> copy.addPostParam(k, one)));
                if (request.getContentType() != null) {
                    copy.setContentType(request.getContentType());
                }
                return plain.makeRequest(copy);
            }
        };
    }

    private static Message sent(TwilioRestClient client, String to, String body) {
        return Message.creator(new PhoneNumber(to), new PhoneNumber("+15550001111"), body)
                .create(client);
    }

    private static void messages(TwilioRestClient client, Front front) {
        Message made = sent(client, "+15550009999", "Hello");
        assertThat(made.getSid()).matches("^SM[0-9a-f]{32}$");
        assertThat(made.getFrom().toString()).isEqualTo("+15550001111");
        assertThat(made.getTo()).isEqualTo("+15550009999");
        assertThat(made.getBody()).isEqualTo("Hello");
        assertThat(made.getAccountSid()).isEqualTo(ACCOUNT);
        assertThat(made.getStatus()).isEqualTo(Message.Status.QUEUED);
        assertThat(made.getDateCreated()).isNotNull();
        assertThat(Message.fetcher(made.getSid()).fetch(client).getBody()).isEqualTo("Hello");
        assertThat(Message.updater(made.getSid()).setBody("").update(client).getBody())
                .isEmpty();
        assertThat(Message.deleter(made.getSid()).delete(client)).isTrue();
        assertThatThrownBy(() -> Message.fetcher(made.getSid()).fetch(client)).isInstanceOf(ApiException.class);
    }

    private static void lists(TwilioRestClient client, Front front) {
        for (int i = 0; i < 5; i++) {
            sent(client, "+15550009999", "m" + i);
        }
        List<String> sids = new ArrayList<>();
        Message.reader().pageSize(2).read(client).forEach(m -> sids.add(m.getSid()));
        assertThat(sids).hasSize(7).doesNotHaveDuplicates();
        assertThat(Message.reader().setTo(new PhoneNumber("+15550009999")).read(client))
                .hasSize(5);
        assertThat(Message.reader().limit(3).read(client)).hasSize(3);
    }

    private static void refused(TwilioRestClient client, Front front) {
        ApiException missing = catchThrowableOfType(
                ApiException.class,
                () -> Message.fetcher("SM00000000000000000000000000000009").fetch(client));
        assertThat(missing.getCode()).isEqualTo(20404);
        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(missing.getMoreInfo()).endsWith("/20404");
        Map<String, Integer> magic = Map.of(
                "+15005550001", 21211,
                "+15005550002", 21612,
                "+15005550003", 21408,
                "+15005550004", 21610,
                "+15005550009", 21614);
        magic.forEach((to, code) -> assertThat(catchThrowableOfType(ApiException.class, () -> sent(client, to, "x"))
                        .getCode())
                .isEqualTo(code));
        ApiException call = catchThrowableOfType(
                ApiException.class,
                () -> Call.creator(
                                new PhoneNumber("+15005550003"),
                                new PhoneNumber("+15005550006"),
                                URI.create("http://shop.test/voice"))
                        .create(client));
        assertThat(call.getCode()).isEqualTo(21215);
        assertThat(call.getMessage()).contains("+15005550003");
    }

    private static void callback(TwilioRestClient client, Front front) {
        String url = "http://shop.test/sms?order=17";
        Message made = Message.creator(new PhoneNumber("+15550009999"), new PhoneNumber("+15550001111"), "Hello")
                .setStatusCallback(url)
                .create(client);
        var hook = front.webhooks.stream()
                .filter(w -> w.url().equals(url))
                .findFirst()
                .orElseThrow();
        Map<String, String> form = new HashMap<>();
        dev.doppel.twin.http.Query.parse(new String(hook.body(), StandardCharsets.UTF_8))
                .pairs()
                .forEach(p -> form.put(p.name(), p.value()));
        String signature = hook.headersAt(Instant.now()).first("X-Twilio-Signature");
        assertThat(form).containsEntry("MessageSid", made.getSid());
        assertThat(new RequestValidator("twin_auth_token").validate(url, form, signature))
                .isTrue();
        assertThat(new RequestValidator("another").validate(url, form, signature))
                .isFalse();
    }

    private static void calls(TwilioRestClient client, Front front) {
        Call made = Call.creator(
                        new PhoneNumber("+15550002222"),
                        new PhoneNumber("+15550001111"),
                        URI.create("http://shop.test/voice"))
                .create(client);
        assertThat(made.getSid()).matches("^CA[0-9a-f]{32}$");
        assertThat(Call.updater(made.getSid())
                        .setStatus(Call.UpdateStatus.COMPLETED)
                        .update(client)
                        .getStatus())
                .isEqualTo(Call.Status.COMPLETED);
        assertThat(Call.fetcher(made.getSid()).fetch(client).getFrom()).isEqualTo("+15550001111");
        assertThat(Call.reader().read(client)).hasSize(2);
        assertThat(Call.deleter(made.getSid()).delete(client)).isTrue();
    }

    private static void accounts(TwilioRestClient client, Front front) {
        assertThat(Account.fetcher("AC_test").fetch(client).getFriendlyName()).isEqualTo("Test Account");
        Account account = Account.creator().setFriendlyName("Second").create(client);
        assertThat(account.getSid()).matches("^AC[0-9a-f]{32}$");
        assertThat(Account.updater(account.getSid())
                        .setFriendlyName("Renamed")
                        .update(client)
                        .getFriendlyName())
                .isEqualTo("Renamed");
        assertThat(Account.reader().read(client)).hasSize(2);
        assertThat(IncomingPhoneNumber.reader().read(client)).hasSize(2);
        IncomingPhoneNumber number =
                IncomingPhoneNumber.creator(new PhoneNumber("+15550007777")).create(client);
        assertThat(number.getSid()).startsWith("PN").hasSize(34);
        assertThat(IncomingPhoneNumber.updater(number.getSid())
                        .setFriendlyName("Desk")
                        .update(client)
                        .getFriendlyName())
                .isEqualTo("Desk");
        assertThat(IncomingPhoneNumber.fetcher(number.getSid()).fetch(client).getFriendlyName())
                .isEqualTo("Desk");
        assertThat(IncomingPhoneNumber.deleter(number.getSid()).delete(client)).isTrue();
    }

    private static void conferences(TwilioRestClient client, Front front) {
        Recording recording = Recording.reader().read(client).iterator().next();
        assertThat(Recording.fetcher(recording.getSid()).fetch(client).getChannels())
                .isEqualTo(1);
        assertThat(Recording.deleter(recording.getSid()).delete(client)).isTrue();
        Conference conference = Conference.reader().read(client).iterator().next();
        assertThat(Conference.fetcher(conference.getSid()).fetch(client).getFriendlyName())
                .isEqualTo("Stand-up");
        assertThat(Conference.updater(conference.getSid())
                        .setStatus(Conference.UpdateStatus.COMPLETED)
                        .update(client)
                        .getStatus())
                .isEqualTo(Conference.Status.COMPLETED);
        assertThat(Participant.reader(conference.getSid()).read(client)).hasSize(1);
        String other = "CF" + "0".repeat(32);
        assertThat(Participant.reader(other).read(client)).isEmpty();
        Participant joined = Participant.creator(
                        conference.getSid(), new PhoneNumber("+15550001111"), new PhoneNumber("+15550002222"))
                .create(client);
        assertThat(joined.getConferenceSid()).isEqualTo(conference.getSid());
        assertThat(Participant.updater(conference.getSid(), joined.getCallSid())
                        .setMuted(true)
                        .update(client)
                        .getMuted())
                .isTrue();
        assertThat(Participant.fetcher(conference.getSid(), joined.getCallSid())
                        .fetch(client)
                        .getMuted())
                .isTrue();
        assertThatThrownBy(() -> Participant.fetcher(other, joined.getCallSid()).fetch(client))
                .isInstanceOf(ApiException.class);
        assertThat(Participant.deleter(conference.getSid(), joined.getCallSid()).delete(client))
                .isTrue();
    }
}
