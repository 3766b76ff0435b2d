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
import dev.doppel.twin.engine.TwinOptions;
import org.junit.jupiter.api.Test;

/** openai-java and sendgrid-java, unmodified, against their packs. */
class OtherSdksTest {
    private static TwinEngine pack(String name) {
        return TwinEngine.load(Twins.root().resolve("examples/twins/" + name + "/mockd.yaml"), TwinOptions.defaults());
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
