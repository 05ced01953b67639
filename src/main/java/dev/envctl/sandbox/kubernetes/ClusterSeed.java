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

/// The objects of a cluster: `bare.yaml` beside this class is what EKS makes, `platform.yaml` what a platform team has
/// added before it hands the cluster over, with `${cluster}` and `${account}` filled in.
final class ClusterSeed {

    private static final String BARE = "bare.yaml";
    private static final String PLATFORM = "platform.yaml";

    private ClusterSeed() {}

    /// The store of a cluster, furnished when nobody has looked into it before, and with what has become due done.
    static ObjectStore open(World world, String cluster) {
        ObjectStore store = new ObjectStore(world, cluster);
        if (store.isNew()) {
            plant(BARE, cluster, store);
            plant(PLATFORM, cluster, store);
        }
        Controllers.settle(store);
        return store;
    }

    /// For a cluster that has just been made.
    static void plantBare(World world, String cluster) {
        plant(BARE, cluster, new ObjectStore(world, cluster));
    }

    private static void plant(String file, String cluster, ObjectStore store) {
        documents(file, cluster).forEach(object -> add(object, store));
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

    private static List<ObjectNode> documents(String file, String cluster) {
        String text = read(file).replace("${cluster}", cluster).replace("${account}", World.ACCOUNT_ID);
        return StreamSupport.stream(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(text)
                                .spliterator(),
                        false)
                .map(Json::tree)
                .toList();
    }

    private static String read(String file) {
        try (InputStream stream = Optional.ofNullable(ClusterSeed.class.getResourceAsStream(file))
                .orElseThrow(() -> new IllegalStateException(file + " is missing; this is a bug in the sandbox"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading " + file, broken);
        }
    }
}
