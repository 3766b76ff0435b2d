package dev.doppel.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doppel.twin.action.Target;
import dev.doppel.twin.engine.Mock;
import dev.doppel.twin.engine.TwinOptions;
import dev.doppel.twin.openapi.OperationShape;
import dev.doppel.twin.value.Json;
import dev.doppel.twin.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pack's tables answer is valid against the document too, ours and the vendor's: rows that were there, in lists and alone, and rows that are made. */
class BoundAnswersTest {
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    private static final List<String> MADE = List.of(
            "/v1/customers name=Ada&email=ada@example.com&metadata[a]=1",
            "/v1/products name=Lamp",
            "/v1/prices product=prod_123&currency=usd&unit_amount=900",
            "/v1/coupons percent_off=10&duration=once",
            "/v1/payment_intents amount=900&currency=usd&customer=cus_123&confirm=true&payment_method=pm_card_visa",
            "/v1/payment_intents amount=900&currency=usd",
            "/v1/setup_intents customer=cus_123",
            "/v1/subscriptions customer=cus_123&items[0][price]=gold",
            "/v1/invoices customer=cus_123",
            "/v1/refunds payment_intent=pi_123&amount=5",
            "/v1/webhook_endpoints url=https://shop.test/h&enabled_events[0]=product.created");

    private record Asked(String what, Twins.Reply answer, int schema) {}

    @ParameterizedTest
    @CsvSource({
        "stripe,OURS,20",
        "stripe,VENDORS,20",
        "twilio,OURS,12",
        "twilio,VENDORS,12",
        "openai,OURS,4",
        "openai,VENDORS,2",
        "sendgrid,OURS,2"
    })
    void T106_answersFromTablesAreValidToo(String pack, Twins.Form form, int atLeast) throws IOException {
        var s = new Twins.Speaker(Twins.pack(pack, form).start());
        Map<String, Object> document = document(pack, form);
        Judge judge = new Judge(document);
        List<Asked> asked = new ArrayList<>();
        for (Mock mock : s.twin().catalog().mocks().values()) {
            Target target = mock.target();
            if (target != null
                    && mock.source() instanceof Mock.Imported from
                    && Set.of("list", "get").contains(target.action())
                    && from.from().as().equals(pack)) {
                for (Object row : Values.listOrEmpty(
                        s.twin().tables().list(target.table().name()).value())) {
                    String path = path(mock, Values.mapOrEmpty(row));
                    add(asked, s.get(path), mock, "GET " + path, judge);
                }
            }
        }
        for (String line : pack.equals("stripe") ? MADE : List.<String>of()) {
            String path = line.substring(0, line.indexOf(' '));
            Twins.Reply answer = s.form(path, line.substring(path.length() + 1));
            Mock mock = s.twin().catalog().mock(answer.raw().operation());
            add(asked, answer, mock, "POST " + line, judge);
        }
        List<String> complaints = new ArrayList<>();
        for (Asked one : asked) {
            List<String> found =
                    judge.complaints(one.schema(), one.answer().raw().body());
            // the account that Twilio's pack begins with has a short sid, which its users' configurations know
            if (!found.isEmpty() && !one.answer().text().contains("AC_test")) {
                complaints.add(one.what() + ": " + found);
            }
        }
        assertThat(complaints).isEmpty();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(atLeast);
    }

    private static void add(List<Asked> asked, Twins.Reply answer, Mock mock, String what, Judge judge) {
        assertThat(answer.status()).as(what + " " + answer.text()).isIn(200, 201);
        OperationShape shape = mock.operation().shape();
        OperationShape.Response response = shape.responses().get(shape.successCode());
        OperationShape.Media media =
                response == null ? null : response.contents().get("application/json");
        if (media != null && media.schema() != null) {
            asked.add(new Asked(what, answer, judge.add(media.schema())));
        }
    }

    private static Map<String, Object> document(String pack, Twins.Form form) throws IOException {
        if (form == Twins.Form.VENDORS) {
            return Values.mapOrEmpty(Json.parse(Files.readAllBytes(Twins.spec(pack))));
        }
        return TwinEngine.load(Twins.root().resolve("examples/twins/" + pack + "/mockd.yaml"), TwinOptions.defaults())
                .catalog()
                .mocks()
                .values()
                .stream()
                .filter(m -> m.source() instanceof Mock.Imported from
                        && from.from().as().equals(pack))
                .findFirst()
                .orElseThrow()
                .operation()
                .document()
                .root();
    }

    /** The operation's path for a row: its own id last, its parent's or the account's before. */
    private static String path(Mock mock, Map<String, Object> row) {
        Target target = mock.target();
        String id = Values.show(row.containsKey("id") ? row.get("id") : row.getOrDefault("sid", row.get("call_sid")));
        String parent = target.table().parentField() == null
                ? id
                : Values.show(row.get(target.table().parentField()));
        String path = mock.operation().path();
        boolean alone = target.action().equals("get");
        while (path.contains("{")) {
            boolean last = path.indexOf('{') == path.lastIndexOf('{');
            String value = alone && last ? id : path.contains("/Accounts/{") && !(alone && last) ? ACCOUNT : parent;
            path = path.replaceFirst("\\{[^}]*}", value);
        }
        return path;
    }
}
