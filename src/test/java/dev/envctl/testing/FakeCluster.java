package dev.envctl.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.envctl.sandbox.ClusterView;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// The inside of a cluster, as far as AWS services look at it.
public final class FakeCluster implements ClusterView {

    private final Set<String> namespaces = new HashSet<>();
    private final Set<String> emrNamespaces = new HashSet<>();
    private final Set<String> objects = new LinkedHashSet<>();
    private boolean controllerReady = true;

    public void addNamespace(String namespace) {
        namespaces.add(namespace);
    }

    public void grantEmrAccess(String namespace) {
        emrNamespaces.add(namespace);
    }

    public void revokeEmrAccess(String namespace) {
        emrNamespaces.remove(namespace);
    }

    public void loseLoadBalancerController() {
        controllerReady = false;
    }

    public void restoreLoadBalancerController() {
        controllerReady = true;
    }

    /// As `Kind/name`.
    public Set<String> objects() {
        return objects;
    }

    @Override
    public boolean namespaceExists(String namespace) {
        return namespaces.contains(namespace);
    }

    @Override
    public boolean hasEmrAccess(String namespace) {
        return emrNamespaces.contains(namespace);
    }

    @Override
    public boolean loadBalancerControllerReady() {
        return controllerReady;
    }

    /// What is there runs.
    @Override
    public boolean isAvailable(String namespace, String deployment) {
        return objects.contains("Deployment/" + deployment);
    }

    @Override
    public void putObject(String json) {
        try {
            var object = new JsonMapper().readTree(json);
            objects.add(object.path("kind").asText() + "/"
                    + object.path("metadata").path("name").asText());
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    @Override
    public void deleteObject(String apiVersion, String kind, String namespace, String name) {
        objects.remove(kind + "/" + name);
    }
}
