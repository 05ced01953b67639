package dev.envctl.sandbox.aws.eks;

import dev.envctl.sandbox.ClusterView;
import dev.envctl.sandbox.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings about what EKS has finished since somebody last looked: upgrades, nodes, and deletions.
record Settling(World world, ClusterView.Clusters views) {

    void settle() {
        EksStore store = new EksStore(world);
        Instant now = world.now();
        for (NodegroupRow group : store.nodegroups().rows()) {
            if (group.progress().isOverAt(now)) {
                settle(group, store);
            }
        }
        for (FargateProfileRow profile : store.fargateProfiles().rows()) {
            if (profile.progress().isOverAt(now)) {
                settle(profile, store);
            }
        }
        for (AddonRow addon : store.addons().rows()) {
            if (addon.progress().isDeletionDueAt(now)) {
                store.addons().remove(addon.key());
            }
        }
        for (ClusterRow cluster : store.clusters().rows()) {
            if (cluster.progress().isOverAt(now)) {
                settle(cluster, store);
            }
        }
    }

    private void settle(NodegroupRow group, EksStore store) {
        ClusterRow cluster = store.clusters().get(group.clusterName()).orElseThrow();
        if (group.progress().isDeletion()) {
            new Nodes(world, views).removeAll(group, cluster);
            store.nodegroups().remove(group.key());
            return;
        }
        Nodes nodes = new Nodes(world, views);
        if (group.release().next().isPresent()) {
            NodegroupRow upgraded = group.withRelease(new NodegroupRow.Release(
                    group.release().next().get(), group.release().releaseVersion(), Optional.empty()));
            store.nodegroups().put(group.key(), nodes.rolled(upgraded, cluster));
        } else if (group.instanceIds().size() != group.behaviour().scaling().desired()) {
            store.nodegroups().put(group.key(), nodes.reconciled(group, cluster));
        }
    }

    private void settle(FargateProfileRow profile, EksStore store) {
        if (profile.progress().isDeletion()) {
            store.fargateProfiles().remove(profile.key());
            announceFargate(profile.clusterName(), store);
        } else if (!profile.serving()) {
            store.fargateProfiles().put(profile.key(), profile.nowServing());
            announceFargate(profile.clusterName(), store);
        }
    }

    /// The webhook by which pods of a profile's namespaces are put on Fargate.
    private void announceFargate(String clusterName, EksStore store) {
        List<FargateProfileRow> serving = store.fargateProfilesOf(clusterName).stream()
                .filter(FargateProfileRow::serving)
                .toList();
        ClusterView view = views.named(world, clusterName);
        if (serving.isEmpty()) {
            view.deleteObject(
                    "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "", ClusterView.FARGATE_WEBHOOK);
            return;
        }
        String namespaces = serving.stream()
                .flatMap(profile -> profile.selectors().stream())
                .map(FargateProfileRow.Selector::namespace)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
        view.putObject("""
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
             "metadata": {"name": "%s", "annotations": {"%s": "%s"}}, "webhooks": []}
            """.formatted(ClusterView.FARGATE_WEBHOOK, ClusterView.FARGATE_NAMESPACES, namespaces));
    }

    private void settle(ClusterRow cluster, EksStore store) {
        if (cluster.progress().isDeletion()) {
            new ClusterSurroundings(world, views).remove(cluster);
        } else if (cluster.nextVersion().isPresent()) {
            store.clusters().put(cluster.name(), cluster.upgraded());
        }
    }
}
