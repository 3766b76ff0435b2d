package dev.doppel.cli.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"enabled":false,"latency":{"min":"1s","max":"2s"}}                            | no faults
                    {"enabled":true}                                                               | no faults
                    {"enabled":true,"latency":{"min":"30s","max":"30s","probability":1}}           | 30s late
                    {"latency":{"min":"0ms","max":"100ms","probability":0.5}}                      | 50 %: 0ms to 100ms late
                    {"errorRate":{"probability":1.0,"statusCodes":[503]}}                          | every request answers 503
                    {"errorRate":{"probability":0.025,"statusCodes":[500,502],"defaultCode":500}}  | 2.5 % answer 500 or 502
                    {"errorRate":{"probability":0.3,"defaultCode":429}}                            | 30 % answer 429
                    {"latency":{"min":"1s","max":"2s"},"bandwidth":{"bytesPerSecond":20480}}       | 1s to 2s late; 20 KiB/s
                    {"enabled":true,"rules":[{"pathPattern":"/a"}]}                                | one rule for some paths
                    """)
    void saysWhatHappensToRequests(String config, String words) throws Exception {
        assertThat(ChaosWords.of(new ObjectMapper().readTree(config))).isEqualTo(words);
    }
}
