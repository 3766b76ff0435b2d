package dev.doppel.scheduler.kubernetes.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the kubernetes provider; looked at only when {@code doppel.scheduler.provider} is {@code kubernetes}. */
@ConfigMapping(prefix = "doppel.scheduler.kubernetes")
public interface KubernetesConfig {
    /** This scheduler-svc pod's own address (status.podIP by the downward API); the canary listens there. */
    Optional<String> address();

    /**
     * Port of the canary: anything in the cluster may be let in here by the platform's own policies, so that only the policies of an
     * environment keep its items away. A gate that reaches it has found policies that are not enforced.
     */
    @WithDefault("8090")
    int canaryPort();

    /** Name of the installation; labels what belongs to it, so that two of them in one cluster never touch each other's. */
    @WithDefault("doppel")
    String installation();

    /** Namespace of the platform itself, where mock-svc, dns-svc and runner-svc run. */
    @WithDefault("doppel")
    String platformNamespace();

    /** Label {@code key=value} of the mock-svc pods. */
    @WithDefault("app.kubernetes.io/component=mock-svc")
    String mockSelector();

    /** Label {@code key=value} of the dns-svc pods. */
    @WithDefault("app.kubernetes.io/component=dns-svc")
    String dnsSelector();

    /** Label {@code key=value} of the runner-svc pods, which talk to databases. */
    @WithDefault("app.kubernetes.io/component=runner-svc")
    String runnerSelector();

    /** Label {@code key=value} of the scheduler-svc pods, which the self-test talks to. */
    @WithDefault("app.kubernetes.io/component=scheduler-svc")
    String schedulerSelector();

    /** Namespaces of environments are called {@code <prefix>-<number>}; confine scheduler-svc to them by an admission policy. */
    @WithDefault("doppel-env")
    String namespacePrefix();

    /** Names of prepared namespaces to use instead of creating any; then no cluster-wide right is needed. */
    Optional<List<String>> pool();

    /** Most environments at once, those that are still being removed included; each has a block of listener ports. */
    @WithDefault("180")
    int environments();

    /** First port of the listeners of mock-svc and dns-svc; stay below the range for outgoing connections (32768). */
    @WithDefault("20000")
    int firstPort();

    /** Listener ports of one environment: one per item, one per outside port, one for test steps, one for names. */
    @WithDefault("64")
    int portsPerEnvironment();

    /** Directory with {@code ca.pem}, {@code ca-bundle.pem} and {@code truststore.p12}; with {@code ca.pem} alone the others are made. */
    @WithDefault("/etc/doppel/trust")
    Path trustDir();

    /** The gate, which runs before each item and in the self-test. */
    Gate gate();

    /** Images of items. */
    Images images();

    /** What one environment may use. */
    Limits limits();

    /**
     * Pod Security level of environments: {@code restricted}, {@code baseline}, or {@code auto}: restricted until an image turns out to
     * need root, then baseline for that environment.
     */
    @WithDefault("auto")
    Security podSecurity();

    /** How long an environment may live beyond its own start and run limits before it is removed, whatever the queue says. */
    @WithDefault("15m")
    Duration expiryMargin();

    /** How often expired environments are looked for. */
    @WithDefault("60s")
    Duration expiryEvery();

    /** Whether the environments of failed instances stay for a while: {@code never} or {@code on-failure}. */
    @WithDefault("never")
    Keep keep();

    /** How long they stay. */
    @WithDefault("30m")
    Duration keepFor();

    /** After how long without a start the cluster's warnings about an environment's pods are read. */
    @WithDefault("3s")
    Duration warningsAfter();

    /** How long an item may wait for a node, or for its node to set it up, before that is an error. */
    @WithDefault("60s")
    Duration unschedulableLimit();

    /** Whether a self-test environment must prove at start that policies are enforced and addresses arrive unchanged. */
    @WithDefault("true")
    boolean selfTest();

    /** Longest time for one request to the API server, and for the self-test's parts. */
    @WithDefault("30s")
    Duration requestLimit();

    /** Further labels of every namespace and pod; those that switch mesh injection off are the defaults. */
    @WithDefault(
            "sidecar.istio.io/inject=false,istio-injection=disabled,linkerd.io/inject=disabled,kuma.io/sidecar-injection=disabled")
    List<String> labels();

    /** nodeSelector of items, {@code key=value}. */
    Optional<List<String>> nodeSelector();

    /** The gate image. */
    interface Gate {
        /** Image that holds the gate's program; by default the platform's scheduler-svc image has it. */
        @WithDefault("doppel/scheduler-svc:latest")
        String image();

        /** Program and first arguments; the checks follow as further arguments. */
        @WithDefault(
                "java,-XX:+UseSerialGC,-XX:TieredStopAtLevel=1,-Xmx24m,-cp,/opt/doppel/gate/doppel-gate.jar,dev.doppel.gate.Gate")
        List<String> command();

        /** How long names, interception and policies may take to be in force after a pod has its address. */
        @WithDefault("60s")
        Duration limit();

        /** How long a connection that must be denied is waited for. */
        @WithDefault("500ms")
        Duration deniedWait();

        /** User and group id it runs as. */
        @WithDefault("65532")
        long user();
    }

    /** Where images come from. */
    interface Images {
        /** Names of image pull secrets in the platform's namespace; each environment gets a copy. A pool namespace must have them already. */
        Optional<List<String>> pullSecrets();

        /**
         * Rewrites of image references, {@code from=to} on their beginning as it is written or as it is meant: {@code team/} and {@code docker.io/team/}
         * both match {@code team/shop:1}. The first match wins.
         */
        Optional<List<String>> rewrite();

        /** When images are pulled: {@code IfNotPresent} or {@code Always}. */
        @WithDefault("IfNotPresent")
        String pullPolicy();
    }

    /** Quota and defaults of a namespace, in Kubernetes quantities. */
    interface Limits {
        @WithDefault("8")
        String cpu();

        @WithDefault("16Gi")
        String memory();

        @WithDefault("100m")
        String defaultCpuRequest();

        @WithDefault("2")
        String defaultCpu();

        @WithDefault("128Mi")
        String defaultMemoryRequest();

        @WithDefault("1Gi")
        String defaultMemory();

        @WithDefault("2Gi")
        String ephemeralStorage();

        /** Memory for the data of one database, which lives in memory. */
        @WithDefault("512Mi")
        String databaseStorage();
    }

    /** Pod Security levels. */
    enum Security {
        AUTO,
        RESTRICTED,
        BASELINE
    }

    /** Whether environments stay. */
    enum Keep {
        NEVER,
        ON_FAILURE
    }
}
