package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.ChatModel;
import com.openai.models.beta.assistants.Assistant;
import com.openai.models.beta.assistants.AssistantCreateParams;
import com.openai.models.beta.assistants.AssistantListParams;
import com.openai.models.beta.assistants.AssistantUpdateParams;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.models.Model;
import com.sendgrid.Client;
import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import com.sendgrid.SendGrid;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** openai-java and sendgrid-java, unmodified, against their packs: on our documents and on the vendors'. */
class OtherSdksTest {
    private static OpenAIClient client(Front front, int retries, String key) {
        return OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(front.url() + "/v1")
                .maxRetries(retries)
                .build();
    }

    private static ChatCompletionCreateParams ask(String text) {
        return ChatCompletionCreateParams.builder()
                .model(ChatModel.GPT_4O_MINI)
                .addUserMessage(text)
                .build();
    }

    private static String answer(OpenAIClient client, String text) {
        var made = client.chat().completions().create(ask(text));
        assertThat(made.id()).startsWith("chatcmpl-");
        assertThat(made.created()).isPositive();
        assertThat(made.usage().orElseThrow().totalTokens()).isPositive();
        return made.choices().getFirst().message().content().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void T133_openaiThroughItsSdk(Twins.Form form) {
        TwinEngine engine = Twins.pack("openai", form);
        assertThat(engine.catalog().bindings()).isEqualTo(11);
        try (Front front = new Front(engine.start())) {
            OpenAIClient client = client(front, 0, "sk-test");
            List<Model> models = new ArrayList<>();
            client.models().list().autoPager().forEach(models::add);
            assertThat(models)
                    .hasSize(3)
                    .allSatisfy(m -> assertThat(m.created()).isPositive());
            assertThat(client.models().retrieve("gpt-4o").created()).isEqualTo(1715367049L);
            assertThat(answer(client, "Say it back")).contains("Say it back");
            assertThat(answer(client, "What is the capital of France?")).contains("Paris.");
            StringBuilder text = new StringBuilder();
            try (var stream = client.chat().completions().createStreaming(ask("Hi"))) {
                stream.stream()
                        .forEach(c -> c.choices()
                                .forEach(choice -> choice.delta().content().ifPresent(text::append)));
            }
            assertThat(text.toString()).isEqualTo("Hello there");
        }
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void openaiThrowsWhatItsSdkNames(Twins.Form form) {
        try (Front front = new Front(Twins.pack("openai", form).start())) {
            OpenAIClient client = client(front, 0, "sk-test");
            NotFoundException missing = catchThrowableOfType(
                    NotFoundException.class, () -> client.models().retrieve("nope"));
            assertThat(missing.code()).contains("model_not_found");
            assertThat(missing.headers().values("x-request-id"))
                    .first()
                    .asString()
                    .startsWith("req_");
            RateLimitException limited =
                    catchThrowableOfType(RateLimitException.class, () -> answer(client, "[rate limit]"));
            assertThat(limited.code()).contains("rate_limit_exceeded");
            assertThat(limited.headers().values("retry-after")).isNotEmpty();
            assertThatThrownBy(() -> answer(client, "[server error]")).isInstanceOf(InternalServerException.class);
            BadRequestException tooLong =
                    catchThrowableOfType(BadRequestException.class, () -> answer(client, "[too long]"));
            assertThat(tooLong.code()).contains("context_length_exceeded");
            UnauthorizedException stranger = catchThrowableOfType(
                    UnauthorizedException.class,
                    () -> client(front, 0, "wrong-key").models().list());
            assertThat(stranger.code()).contains("invalid_api_key");
        }
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void openaiTriesARefusedCallAgain(Twins.Form form) {
        try (Front front = new Front(Twins.pack("openai", form).start())) {
            assertThatThrownBy(() -> answer(client(front, 0, "sk-test_run_impatient"), "[limited once]"))
                    .isInstanceOf(RateLimitException.class);
            int before = front.seen.size();
            assertThat(answer(client(front, 2, "sk-test_run_patient"), "[limited once]"))
                    .isEqualTo("At last.");
            assertThat(front.seen.size() - before).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void sendgridThroughItsSdk(Twins.Form form) throws Exception {
        try (Front front = new Front(Twins.pack("sendgrid", form).start())) {
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

    private static Response api(SendGrid sendGrid, Method method, String endpoint, String body) throws IOException {
        Request request = new Request();
        request.setMethod(method);
        request.setEndpoint(endpoint);
        request.setBody(body);
        return sendGrid.api(request);
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void sendgridKeepsTemplates(Twins.Form form) throws Exception {
        try (Front front = new Front(Twins.pack("sendgrid", form).start())) {
            SendGrid sendGrid = new SendGrid("SG.test", new Client(true));
            sendGrid.setHost("127.0.0.1:" + front.port());
            Response made = api(sendGrid, Method.POST, "templates", "{\"name\":\"Thanks\",\"generation\":\"dynamic\"}");
            assertThat(made.getStatusCode()).isEqualTo(201);
            String one = "templates/"
                    + Values.show(Values.mapOrEmpty(Json.parse(made.getBody())).get("id"));
            assertThat(api(sendGrid, Method.GET, one, "").getBody()).contains("\"name\":\"Thanks\"", "dynamic");
            assertThat(api(sendGrid, Method.PATCH, one, "{\"name\":\"Goodbye\"}")
                            .getStatusCode())
                    .isEqualTo(200);
            assertThat(api(sendGrid, Method.GET, "templates", "").getBody()).contains("Goodbye", "d-welcome");
            assertThat(api(sendGrid, Method.DELETE, one, "").getStatusCode()).isEqualTo(204);
            assertThat(api(sendGrid, Method.GET, one, "").getStatusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Twins.Form.class)
    void openaiKeepsAssistants(Twins.Form form) {
        try (Front front = new Front(Twins.pack("openai", form).start())) {
            var assistants = client(front, 0, "sk-test").beta().assistants();
            Assistant made = assistants.create(AssistantCreateParams.builder()
                    .model(ChatModel.GPT_4O)
                    .name("Helper")
                    .build());
            assertThat(made.id()).startsWith("asst_");
            assertThat(assistants.retrieve(made.id()).name()).contains("Helper");
            AssistantUpdateParams change =
                    AssistantUpdateParams.builder().name("Other").build();
            assertThat(assistants.update(made.id(), change).name()).contains("Other");
            List<String> ids = new ArrayList<>();
            assistants
                    .list(AssistantListParams.builder().limit(1).build())
                    .autoPager()
                    .forEach(a -> ids.add(a.id()));
            assertThat(ids).containsExactly(made.id(), "asst_seed");
            assertThat(assistants.delete(made.id()).deleted()).isTrue();
            assertThatThrownBy(() -> assistants.retrieve(made.id())).isInstanceOf(NotFoundException.class);
        }
    }
}
