package dev.doppel.charts.render;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    /** Overlay over a good minimum, and what the refusal must speak of. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # unknown keys, wherever they are
            {replicas: 3}                                        | replicas
            {mock: {replicas: 3}}                                | /mock
            {dns: {spoolSize: 1Gi}}                              | spoolSize
            {image: {tagg: x}}                                   | tagg
            # wrong types and values
            {mock: {replicaCount: 0}}                            | /mock/replicaCount
            {image: {pullPolicy: Sometimes}}                     | /image/pullPolicy
            {kafka: {bootstrapServers: "kafka"}}                 | /kafka/bootstrapServers
            {kafka: {securityProtocol: TLS}}                     | /kafka/securityProtocol
            {kafka: {sasl: {mechanism: GSSAPI}}}                 | /kafka/sasl/mechanism
            {kafka: {properties: {sasl.jaas.config: x}}}         | sasl.jaas.config
            {kafka: {properties: {ssl.keystore.password: x}}}    | ssl.keystore.password
            {postgres: {port: 70000}}                            | /postgres/port
            {postgres: {database: "a;drop"}}                     | /postgres/database
            {postgres: {tls: {mode: maybe}}}                     | /postgres/tls/mode
            {environments: {namespacePrefix: "Doppel"}}          | /environments/namespacePrefix
            {environments: {namespacePrefix: "env-"}}            | /environments/namespacePrefix
            {environments: {firstPort: 80}}                      | /environments/firstPort
            {egress: {default: allow}}                           | /egress/default
            {egress: {deny: [example.com]}}                      | /egress/deny
            {mock: {image: {digest: "sha256:abc"}}}              | /mock/image/digest
            {mock: {spoolSize: lots}}                            | /mock/spoolSize
            {scheduler: {config: {Max: 1}}}                      | 'Max'
            {runner: {autoscaling: {minReplicas: 0}}}            | /runner/autoscaling
            {ingress: {tls: true}}                               | /ingress/tls
            {environments: {keep: always}}                       | /environments/keep
            {environments: {limits: {gpu: 1}}}                   | 'gpu'
            {environments: {nodeSelector: {pool: "a,b"}}}        | /environments/nodeSelector
            {tolerations: {key: doppel}}                         | /tolerations
            # what follows from other values, said by the templates
            {kafka: {bootstrapServers: ""}}                      | kafka.bootstrapServers: say where Kafka is
            {postgres: {host: ""}}                               | postgres.host: say where Postgres is
            {postgres: {existingSecret: ""}}                     | postgres.existingSecret: name a Secret
            {kafka: {securityProtocol: SASL_SSL}}                | kafka.sasl.existingSecret: name a Secret
            {postgres: {tls: {mode: verify-full}}}               | postgres.tls.caSecret
            {environments: {limit: 400}}                         | must stay below 32768
            {ingress: {enabled: true}}                           | ingress.host: say under which name
            """)
    void wrongValuesAreRefusedByName(String overlay, String named) {
        assertThatThrownBy(() -> Chart.text(Chart.EXTERNAL, overlay))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(named);
    }
}
