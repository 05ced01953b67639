package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.sandbox.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The objects of a cluster that a platform team has handed over: `seed.yaml` beside this class, with `${cluster}` and
/// `${account}` filled in.
final class ClusterSeed {

    private ClusterSeed() {}

    /// The store of a cluster, furnished when nobody has looked into it before, and with what has become due done.
    static ObjectStore open(World world, String cluster) {
        ObjectStore store = new ObjectStore(world, cluster);
        if (store.isNew()) {
            documents(cluster).forEach(object -> add(object, store));
        }
        Controllers.settle(store);
        return store;
    }

    private static void add(ObjectNode object, ObjectStore store) {
        ResourceType type = ResourceTypes.ofKind(store, Json.text(object, "apiVersion"), Json.text(object, "kind"))
                .orElseThrow(() -> new IllegalStateException("seeding " + object + "; this is a bug in the sandbox"));
        Defaults.fill(type, object, store);
        StoredObject row = store.add(type, object);
        if (type.equals(ResourceTypes.DEPLOYMENT)) {
            ObjectNode started = row.copy();
            Controllers.makeReady(
                    Json.child(started, "status"),
                    1,
                    Json.at(started, "spec", "replicas").asInt(1));
            store.change(row, started);
        }
        Controllers.onCreated(type, row, store);
    }

    private static List<ObjectNode> documents(String cluster) {
        String text = read().replace("${cluster}", cluster).replace("${account}", World.ACCOUNT_ID);
        return StreamSupport.stream(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(text)
                                .spliterator(),
                        false)
                .map(Json::tree)
                .toList();
    }

    private static String read() {
        try (InputStream stream = Optional.ofNullable(ClusterSeed.class.getResourceAsStream("seed.yaml"))
                .orElseThrow(() -> new IllegalStateException("seed.yaml is missing; this is a bug in the sandbox"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading seed.yaml", broken);
        }
    }
}
