package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.ChatModel;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.sendgrid.Client;
import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import com.sendgrid.SendGrid;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
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
import dev.doppel.twin.engine.TwinOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** twilio, openai-java and sendgrid-java, unmodified, against their packs. */
class OtherSdksTest {
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";

    private static TwinEngine pack(String name) {
        return TwinEngine.load(Twins.root().resolve("examples/twins/" + name + "/mockd.yaml"), TwinOptions.defaults());
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

    @Test
    void T028_T051_T069_T086_T093_twilioThroughItsSdk() {
        TwinEngine engine = pack("twilio");
        assertThat(engine.catalog().tables()).hasSize(7);
        assertThat(engine.catalog().bindings()).isEqualTo(30);
        try (Front front = new Front(engine.start())) {
            TwilioRestClient client = new TwilioRestClient.Builder("user", "secret")
                    .accountSid(ACCOUNT)
                    .httpClient(rerouted(front))
                    .build();
            Message made = Message.creator(new PhoneNumber("+15550009999"), new PhoneNumber("+15550001111"), "Hello")
                    .setStatusCallback("http://shop.test/sms")
                    .create(client);
            assertThat(made.getSid()).matches("^SM[0-9a-f]{32}$");
            assertThat(made.getFrom().toString()).isEqualTo("+15550001111");
            assertThat(made.getTo()).isEqualTo("+15550009999");
            assertThat(made.getBody()).isEqualTo("Hello");
            assertThat(made.getAccountSid()).isEqualTo(ACCOUNT);
            assertThat(made.getStatus()).isEqualTo(Message.Status.QUEUED);
            assertThat(made.getDateCreated()).isNotNull();
            var hook = front.webhooks.getFirst();
            Map<String, String> form = new HashMap<>();
            dev.doppel.twin.http.Query.parse(new String(hook.body(), StandardCharsets.UTF_8))
                    .pairs()
                    .forEach(p -> form.put(p.name(), p.value()));
            assertThat(new RequestValidator("twin_auth_token")
                            .validate(
                                    hook.url(),
                                    form,
                                    hook.headersAt(Instant.now()).first("X-Twilio-Signature")))
                    .isTrue();
            List<String> bodies = new ArrayList<>();
            Message.reader().pageSize(2).read(client).forEach(m -> bodies.add(m.getBody()));
            assertThat(bodies).containsExactly("Hello", "Second message", "First message");
            assertThat(Message.reader().setTo(new PhoneNumber("+15550009999")).read(client))
                    .hasSize(1);
            assertThat(Message.fetcher(made.getSid()).fetch(client).getBody()).isEqualTo("Hello");
            assertThat(Message.updater(made.getSid()).setBody("").update(client).getBody())
                    .isEmpty();
            assertThat(Message.deleter(made.getSid()).delete(client)).isTrue();
            assertThatThrownBy(() -> Message.fetcher(made.getSid()).fetch(client))
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(20404);
                        assertThat(e.getStatusCode()).isEqualTo(404);
                        assertThat(e.getMoreInfo()).endsWith("/20404");
                    });
            assertThatThrownBy(() -> Message.creator(new PhoneNumber("+15005550001"), new PhoneNumber("+1555"), "x")
                            .create(client))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.getCode()).isEqualTo(21211));
            Call call = Call.creator(
                            new PhoneNumber("+15550002222"),
                            new PhoneNumber("+15550001111"),
                            URI.create("http://shop.test/voice"))
                    .create(client);
            assertThat(call.getSid()).matches("^CA[0-9a-f]{32}$");
            assertThat(Call.updater(call.getSid())
                            .setStatus(Call.UpdateStatus.COMPLETED)
                            .update(client)
                            .getStatus())
                    .isEqualTo(Call.Status.COMPLETED);
            assertThat(Call.fetcher(call.getSid()).fetch(client).getFrom()).isEqualTo("+15550001111");
            assertThat(Call.reader().read(client)).hasSize(2);
            assertThat(Call.deleter(call.getSid()).delete(client)).isTrue();
            assertThat(Account.fetcher("AC_test").fetch(client).getFriendlyName())
                    .isEqualTo("Test Account");
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
            assertThat(IncomingPhoneNumber.deleter(number.getSid()).delete(client))
                    .isTrue();
            Recording recording = Recording.reader().read(client).iterator().next();
            assertThat(recording.getChannels()).isEqualTo(1);
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
            assertThat(Participant.reader("CF" + "0".repeat(32)).read(client)).isEmpty();
            Participant joined = Participant.creator(
                            conference.getSid(),
                            new com.twilio.type.PhoneNumber("+15550001111"),
                            new com.twilio.type.PhoneNumber("+15550002222"))
                    .create(client);
            assertThat(joined.getConferenceSid()).isEqualTo(conference.getSid());
            assertThat(Participant.updater(conference.getSid(), joined.getCallSid())
                            .setMuted(true)
                            .update(client)
                            .getMuted())
                    .isTrue();
            assertThatThrownBy(() -> Participant.fetcher("CF" + "0".repeat(32), joined.getCallSid())
                            .fetch(client))
                    .isInstanceOf(ApiException.class);
            assertThat(Participant.deleter(conference.getSid(), joined.getCallSid())
                            .delete(client))
                    .isTrue();
        }
    }

    @Test
    void T133_openaiThroughItsSdk() {
        TwinEngine engine = pack("openai");
        assertThat(engine.catalog().bindings()).isEqualTo(11);
        try (Front front = new Front(engine.start())) {
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .apiKey("sk-test")
                    .baseUrl(front.url() + "/v1")
                    .maxRetries(0)
                    .build();
            var models = client.models().list().data();
            assertThat(models)
                    .hasSize(3)
                    .allSatisfy(m -> assertThat(m.created()).isPositive());
            assertThat(client.models().retrieve("gpt-4o").created()).isEqualTo(1715367049L);
            assertThatThrownBy(() -> client.models().retrieve("nope")).isInstanceOf(NotFoundException.class);
            var echo = client.chat()
                    .completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model(ChatModel.GPT_4O_MINI)
                            .addUserMessage("Say it back")
                            .build());
            assertThat(echo.choices().getFirst().message().content()).contains("Say it back");
            var paris = client.chat()
                    .completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model(ChatModel.GPT_4O_MINI)
                            .addUserMessage("What is the capital of France?")
                            .build());
            assertThat(paris.choices().getFirst().message().content()).contains("Paris.");
            assertThatThrownBy(() -> client.chat()
                            .completions()
                            .create(ChatCompletionCreateParams.builder()
                                    .model(ChatModel.GPT_4O_MINI)
                                    .addUserMessage("[rate limit]")
                                    .build()))
                    .isInstanceOf(RateLimitException.class);
            StringBuilder text = new StringBuilder();
            try (var stream = client.chat()
                    .completions()
                    .createStreaming(ChatCompletionCreateParams.builder()
                            .model(ChatModel.GPT_4O_MINI)
                            .addUserMessage("Hi")
                            .build())) {
                stream.stream()
                        .forEach(c -> c.choices()
                                .forEach(choice -> choice.delta().content().ifPresent(text::append)));
            }
            assertThat(text.toString()).isEqualTo("Hello there");
        }
    }

    @Test
    void sendgridThroughItsSdk() throws Exception {
        TwinEngine engine = pack("sendgrid");
        try (Front front = new Front(engine.start())) {
            SendGrid sendGrid = new SendGrid("SG.test", new Client(true));
            sendGrid.setHost("127.0.0.1:" + front.port());
            Mail mail = new Mail(
                    new Email("shop@example.com"),
                    "Your order",
                    new Email("ada@example.com"),
                    new Content("text/plain", "Thanks."));
            Request request = new Request();
            request.setMethod(Method.POST);
            request.setEndpoint("mail/send");
            request.setBody(mail.build());
            assertThat(sendGrid.api(request).getStatusCode()).isEqualTo(202);
            Request list = new Request();
            list.setMethod(Method.GET);
            list.setEndpoint("messages");
            Response sent = sendGrid.api(list);
            assertThat(sent.getBody()).contains("Your order", "ada@example.com");
            Request bad = new Request();
            bad.setMethod(Method.POST);
            bad.setEndpoint("mail/send");
            bad.setBody("{}");
            assertThat(sendGrid.api(bad).getStatusCode()).isEqualTo(400);
            assertThat(sendGrid.api(bad).getBody()).startsWith("{\"errors\":[{\"message\"");
        }
    }
}
