package dev.doppel.mock.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules rules = new AddressRules(List.of("8.8.4.0/24", "2606:4700::/32"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.19.0.1",
                "8.8.4.4",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "2002:a00:1::",
                "2001:db8::1",
                "::127.0.0.1",
                "2606:4700::1"
            })
    void shouldRefuse(String address) {
        assertThat(rules.refusedBy(InetAddress.ofLiteral(address))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "11.0.0.1",
                "2a00:1450::1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void shouldAllow(String address) {
        assertThat(rules.refusedBy(InetAddress.ofLiteral(address))).isNull();
    }

    @Test
    void shouldSayWhatIsWrongWithARange() {
        assertThatThrownBy(() -> new AddressRules(List.of("10.0.0.0"))).hasMessageContaining("10.0.0.0/8");
        assertThatThrownBy(() -> new AddressRules(List.of("10.0.0.0/33"))).hasMessageContaining("10.0.0.0/33");
    }
}
