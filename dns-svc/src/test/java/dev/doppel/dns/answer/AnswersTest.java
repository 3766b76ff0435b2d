package dev.doppel.dns.answer;

import static dev.doppel.dns.answer.Messages.opt;
import static dev.doppel.dns.answer.Messages.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doppel.contract.environment.Phase;
import dev.doppel.dns.answer.Answers.Transport;
import dev.doppel.dns.zone.Ipv4;
import dev.doppel.dns.zone.Zone;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final Zone ZONE = Zone.of(Messages.state(1, Phase.PREPARING, List.of(), "10.1.0.130"));
    private static final long SEED = 20261121;

    @ParameterizedTest
    @CsvSource({
        "order-service,10.1.0.10",
        "db,10.1.0.11",
        "mailer,10.1.0.2",
        "api.stripe.com,10.1.0.2",
        "no-such-name.invalid,10.1.0.2",
        "localhost,127.0.0.1",
        "x.localhost,127.0.0.1",
        "ORDER-Service,10.1.0.10",
        "host.docker.internal,10.1.0.2"
    })
    void everyNameLeadsToItsItemOrOutside(String name, String expected) {
        byte[] answer = answer(query(name, 1, 1));
        assertThat(rcode(answer)).isZero();
        assertThat(u16(answer, 6)).as("answers").isOne();
        byte[] rdata = Arrays.copyOfRange(answer, answer.length - 4, answer.length);
        assertThat(new Ipv4(ByteBuffer.wrap(rdata).getInt())).hasToString(expected);
        assertThat(ByteBuffer.wrap(answer, answer.length - 10, 4).getInt())
                .as("ttl")
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 65, 64, 15, 16, 2, 6, 33, 35, 257, 65535})
    void everyOtherTypeIsAnEmptyNoError(int type) {
        byte[] answer = answer(query("api.stripe.com", type, 1));
        assertThat(rcode(answer)).isZero();
        assertThat(u16(answer, 6)).isZero();
        assertThat(answer[2] & 0x04).as("AA: an empty answer is no lame one").isNotZero();
        assertThat(answer[3] & 0x80).as("RA").isNotZero();
    }

    @Test
    void classAnyAndTypeAnyGetTheAddress() {
        assertThat(u16(answer(query("db", 1, 255)), 6)).isOne();
        assertThat(u16(answer(query("db", 255, 1)), 6)).isOne();
    }

    @Test
    void otherClassesAndTransfersAreRefused() {
        assertThat(rcode(answer(query("version.bind", 16, 3)))).isEqualTo(5);
        assertThat(rcode(answer(query("db", 252, 1)))).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"10.0.1.10,order-service", "130.0.1.10,order-service", "1.0.0.127,localhost"})
    void reverseNamesOfTheEnvironmentLeadBack(String reversed, String item) {
        byte[] answer = answer(query(reversed + ".in-addr.arpa", 12, 1));
        assertThat(u16(answer, 6)).isOne();
        assertThat(Arrays.copyOfRange(answer, answer.length - item.length() - 2, answer.length))
                .isEqualTo(Messages.labels(item));
    }

    @Test
    void otherReverseNamesAreEmpty() {
        assertThat(u16(answer(query("8.8.8.8.in-addr.arpa", 12, 1)), 6)).isZero();
    }

    @Test
    void questionIsEchoedWithItsCase() {
        byte[] asked = query("ApI.StRiPe.CoM", 1, 1);
        byte[] answer = answer(asked);
        assertThat(Arrays.copyOfRange(answer, 12, asked.length)).isEqualTo(Arrays.copyOfRange(asked, 12, asked.length));
        assertThat(u16(answer, 0)).isEqualTo(0x1234);
    }

    @Test
    void ednsIsEchoedWithItsDoBit() {
        byte[] answer = answer(query("db", 1, 1, opt(4096, 0)));
        assertThat(u16(answer, 10)).isOne();
        assertThat(Arrays.copyOfRange(answer, answer.length - 11, answer.length))
                .isEqualTo(opt(1232, 0));
    }

    @Test
    void unknownEdnsVersionIsBadvers() {
        byte[] answer = answer(query("db", 1, 1, opt(4096, 1)));
        assertThat(rcode(answer)).isZero();
        assertThat(answer[answer.length - 6]).as("upper bits of BADVERS").isOne();
    }

    @Test
    void answerAboveTheLimitIsCutAndMarked() {
        byte[] asked = query("db", 1, 1);
        byte[] cut = Answers.answer(asked, (Query.Asked) Query.read(asked), ZONE, asked.length);
        assertThat(cut[2] & 0x02).as("TC").isNotZero();
        assertThat(u16(cut, 6)).isZero();
        assertThat(cut).hasSize(asked.length);
    }

    @Test
    void malformedMessagesAreFormErrOrIgnored() {
        byte[] two = query("db", 1, 1);
        two[5] = 2;
        assertThat(rcode(answer(two))).as("two questions (RFC 9619)").isEqualTo(1);
        byte[] none = query("db", 1, 1);
        none[5] = 0;
        assertThat(rcode(answer(none))).as("no question").isEqualTo(1);
        byte[] pointer = query("db", 1, 1);
        pointer[12] = (byte) 0xc0;
        assertThat(rcode(answer(pointer))).as("pointer as first name").isEqualTo(1);
        byte[] status = query("db", 1, 1);
        status[2] = 0x10;
        assertThat(rcode(answer(status))).as("opcode 2").isEqualTo(4);
        byte[] reply = query("db", 1, 1);
        reply[2] |= (byte) 0x80;
        assertThat(Answers.answer(reply, ZONE, Transport.UDP)).as("a response").isEmpty();
        assertThat(Answers.answer(new byte[11], ZONE, Transport.UDP))
                .as("too short")
                .isEmpty();
        byte[] twoOpts = query("db", 1, 1, concat(opt(512, 0), opt(512, 0)));
        twoOpts[11] = 2;
        assertThat(rcode(answer(twoOpts))).as("two OPT").isEqualTo(1);
        assertThat(rcode(answer(query("a".repeat(63) + ("." + "b".repeat(63)).repeat(3) + ".c", 1, 1))))
                .as("256 octets")
                .isEqualTo(1);
        assertThat(rcode(answer(query("a".repeat(63) + ("." + "b".repeat(63)).repeat(2) + "." + "c".repeat(61), 1, 1))))
                .as("255 octets")
                .isZero();
        byte[] authorityPointer = query("db", 1, 1, new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0});
        assertThat(rcode(answer(authorityPointer))).as("pointer later on").isZero();
    }

    @Test
    void anyBytesGetAnAnswerThatIsOneOrNone() {
        Random random = new Random(SEED);
        byte[] good = query("order-service.example", 1, 1, opt(1400, 0));
        for (int round = 0; round < 200_000; round++) {
            byte[] message = round % 4 == 0 ? new byte[random.nextInt(80)] : good.clone();
            if (round % 4 == 0) {
                random.nextBytes(message);
            } else {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    message[random.nextInt(message.length)] = (byte) random.nextInt();
                }
                message = Arrays.copyOf(message, random.nextInt(message.length + 10));
            }
            byte[] sent = message;
            Optional<byte[]> answer = Answers.answer(sent, ZONE, Transport.UDP);
            answer.ifPresent(bytes -> {
                assertThat(bytes.length).as("seed %d", SEED).isBetween(12, 512);
                assertThat(bytes[2] & 0x80).isNotZero();
                assertThat(Arrays.copyOf(bytes, 2)).isEqualTo(Arrays.copyOf(sent, 2));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "a.b.c.d", "01.2.3.4", "1.2.3.4."})
    void addressesAreReadStrictly(String text) {
        assertThatThrownBy(() -> Ipv4.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    private static byte[] answer(byte[] message) {
        return Answers.answer(message, ZONE, Transport.UDP).orElseThrow();
    }

    private static byte[] concat(byte[] one, byte[] two) {
        byte[] all = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, all, one.length, two.length);
        return all;
    }

    private static int rcode(byte[] answer) {
        return answer[3] & 15;
    }

    private static int u16(byte[] message, int at) {
        return Query.u16(message, at);
    }
}
