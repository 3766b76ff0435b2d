package dev.doppel.scheduler.kubernetes.fake;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.List;

/** API server and kubelet together. */
public final class FakeCluster implements AutoCloseable {
    public final ApiServer api = new ApiServer();
    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), api, false);
    public final KubernetesClient client;
    public final Kubelet kubelet;

    public FakeCluster() {
        org.jboss.logmanager.Logger.getLogger("io.fabric8.mockwebserver").setLevel(java.util.logging.Level.WARNING);
        server.init();
        client = server.createClient();
        kubelet = new Kubelet(server.createClient(), api);
    }

    /** A client that gives up soon, for servers that are slow or lost. */
    public KubernetesClient impatientClient() {
        return server.createClient(builder -> builder.editOrNewConfig()
                .withRequestTimeout(1000)
                .withConnectionTimeout(1000)
                .withRequestRetryBackoffLimit(2)
                .withRequestRetryBackoffInterval(20)
                .endConfig());
    }

    /** Where another process finds the API server; plain HTTP. */
    public String url() {
        return client.getMasterUrl().toString();
    }

    /** A client whose requests can be told from others'. */
    public KubernetesClient clientNamed(String agent) {
        return server.createClient(
                builder -> builder.editOrNewConfig().withUserAgent(agent).endConfig());
    }

    /** Names of the namespaces that exist. */
    public List<String> namespaces() {
        return client.namespaces().list().getItems().stream()
                .map(one -> one.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** From now on nobody answers. */
    public void loseServer() {
        server.destroy();
    }

    @Override
    public void close() {
        kubelet.close();
        client.close();
        server.destroy();
    }
}
