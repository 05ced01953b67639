package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.ResourceKind;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// A Helm release: rendered by Helm (see [ChartRenderer] for why no more than that), applied object by object, and
/// recorded in Helm's format. What is compared is what the newest record says: chart, values, and whether it got as far
/// as `deployed`. A release in any other state, be it failed or left pending by a run that died, is brought there by a
/// new revision.
public final class HelmRelease implements ResourceKind<HelmRelease.Spec> {

    /// `condition` is `deployed`, or says what is wrong with the release: a difference to read.
    public record Spec(
            String clusterName,
            String namespace,
            String name,
            ChartSpec chart,
            Value values,
            Optional<Boolean> skipCrds,
            Optional<Integer> timeoutSeconds,
            String condition) {
        ReleaseName release() {
            return new ReleaseName(namespace, name);
        }
    }

    public record ChartSpec(
            String name, Optional<String> repository, Optional<String> version, Optional<String> path) {}

    private static final Traits TRAITS = Traits.of(
                    56, Traits.Overlap.WHEN_RENAMED, Traits.Ledger.OBJECT, "/clusterName", "/namespace", "/name")
            .withScope("Cluster")
            .withInside("Namespace")
            .withReferences("/clusterName", "/namespace", "/values")
            .withWaitsFor("Namespace", "ServiceAccount")
            .withTypical(Duration.ofSeconds(30), Duration.ofSeconds(10))
            .withActions("eks:DescribeCluster", "eks:AccessKubernetesApi");

    private static final int DEFAULT_TIMEOUT_SECONDS = 300;

    /// As long as Helm itself waits by default: a pending record that is older belongs to a run that died.
    private static final Duration OTHERS_AT_WORK = Duration.ofMinutes(5);

    private final ClusterClients clients;
    private final Charts charts;
    private final ChartRenderer renderer = new ChartRenderer();

    HelmRelease(ClusterClients clients, Charts charts) {
        this.clients = clients;
        this.charts = charts;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of("HelmRelease", Spec.class, TRAITS);
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        return new ReleaseObservation(clients, charts, wanted, session).releases();
    }

    @Override
    public Observed<Spec> create(Spec desired, Ownership ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        List<ReleaseRecords.Stored> history = new ReleaseRecords(client, desired.release()).read();
        boolean isOurs = new ReleaseLedger(client, desired.release())
                .read()
                .flatMap(Ledger::of)
                .filter(ownership::isSameLifeAs)
                .isPresent();
        if (!isOurs
                && history.stream().anyMatch(stored -> !stored.record().status().equals(ReleaseRecord.UNINSTALLED))) {
            throw ProviderException.of(
                    Code.NOT_OURS,
                    "The release %s in cluster %s has appeared since the plan was made."
                            .formatted(desired.release(), desired.clusterName()));
        }
        return deploy(client, desired, ownership, session);
    }

    @Override
    public Observed<Spec> update(
            Observed<Spec> current, Spec desired, Set<FieldPath> changed, Ownership ownership, Session session) {
        ClusterClient client = clients.get(desired.clusterName(), session).client();
        return deploy(client, desired, ownership, session);
    }

    private Observed<Spec> deploy(ClusterClient client, Spec desired, Ownership ownership, Session session) {
        ReleaseName release = desired.release();
        Chart chart = charts.fetch(desired.chart(), session);
        ChartRenderer.Rendering rendering = renderer.render(
                chart,
                new ChartRenderer.Release(release.namespace(), release.name(), desired.values(), client.version()));
        ChartRenderer.refuseHooks(chart, rendering.hooks());
        List<ReleaseRecords.Stored> history = settledHistory(client, release, session);
        new ReleaseLedger(client, release).write(ownership, origin(desired, chart), session);
        Rollout rollout = new Rollout(client, release, session);
        if (!desired.skipCrds().orElse(false)) {
            rollout.define(chart.definitions());
        }
        Set<ObjectRef> known = known(rollout, history);
        SequencedMap<HelmObject, ObjectType> objects = rollout.resolve(rendering.objects());
        rollout.requireFree(objects, known);
        ReleaseRecord.Contents contents = new ReleaseRecord.Contents(chart, desired.values(), rendering.manifest());
        ReleaseRecord pending = history.isEmpty()
                ? ReleaseRecord.first(
                        release, 1, "pending-install", contents, session.clock().instant())
                : ReleaseRecord.next(
                        history.getLast().record(),
                        release,
                        contents,
                        session.clock().instant());
        ReleaseRecords records = new ReleaseRecords(client, release);
        records.write(pending, session);
        roll(rollout, objects, known, desired, records, pending);
        ReleaseRecord deployed = pending.in(ReleaseRecord.DEPLOYED, "complete");
        // the last write of all: until then a run that dies leaves a release that is seen to be unfinished
        records.retire(history, deployed, session);
        records.write(deployed, session);
        return ReleaseObservation.observed(
                client.cluster(), deployed, Optional.of(ownership), origin(desired, chart), desired);
    }

    /// A failure is recorded where Helm's CLI shows it, too.
    private static void roll(
            Rollout rollout,
            SequencedMap<HelmObject, ObjectType> objects,
            Set<ObjectRef> known,
            Spec desired,
            ReleaseRecords records,
            ReleaseRecord pending) {
        try {
            rollout.apply(objects);
            Set<ObjectRef> given = new LinkedHashSet<>(known);
            objects.keySet().forEach(object -> given.remove(object.ref()));
            rollout.remove(given);
            rollout.waitUntilReady(
                    objects, Duration.ofSeconds(desired.timeoutSeconds().orElse(DEFAULT_TIMEOUT_SECONDS)));
        } catch (ProviderException failure) {
            try {
                records.write(pending.in(ReleaseRecord.FAILED, failure.getMessage()), rollout.session());
            } catch (ProviderException unrecorded) {
                failure.addSuppressed(unrecorded);
            }
            throw failure;
        }
    }

    /// What earlier revisions may have left in the cluster: that of the one in force, and those of any after it.
    private static Set<ObjectRef> known(Rollout rollout, List<ReleaseRecords.Stored> history) {
        Set<ObjectRef> known = new LinkedHashSet<>();
        history.stream()
                .map(ReleaseRecords.Stored::record)
                .filter(record -> !record.status().equals(ReleaseRecord.SUPERSEDED)
                        && !record.status().equals(ReleaseRecord.UNINSTALLED))
                .forEach(record -> known.addAll(rollout.refs(record.manifest())));
        return known;
    }

    private ReleaseLedger.Origin origin(Spec desired, Chart chart) {
        return new ReleaseLedger.Origin(
                desired.chart().repository(),
                desired.chart().path(),
                desired.chart().path().map(path -> chart.digest()));
    }

    /// Somebody who runs Helm this minute is let finish. A pending record of ours is one that a dead run has left.
    private static List<ReleaseRecords.Stored> settledHistory(
            ClusterClient client, ReleaseName release, Session session) {
        ReleaseRecords records = new ReleaseRecords(client, release);
        return session.waitFor("somebody else's Helm to be done with the release " + release)
                .atMost(OTHERS_AT_WORK.plusMinutes(1))
                .until(() -> {
                    List<ReleaseRecords.Stored> history = records.read();
                    boolean isBusy = !history.isEmpty()
                            && history.getLast().record().isPending()
                            && !history.getLast().record().isOurs()
                            && history.getLast()
                                    .record()
                                    .lastDeployed()
                                    .plus(OTHERS_AT_WORK)
                                    .isAfter(session.clock().instant());
                    return isBusy ? Optional.empty() : Optional.of(history);
                });
    }

    /// Objects, then records, then the ledger: whatever a crash leaves is found again.
    @Override
    public void delete(Observed<Spec> current, Session session) {
        ReleaseName release = current.spec().release();
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        ReleaseRecords records = new ReleaseRecords(client, release);
        List<ReleaseRecords.Stored> history = records.read();
        Rollout rollout = new Rollout(client, release, session);
        Set<ObjectRef> known = known(rollout, history);
        if (!history.isEmpty()) {
            records.write(history.getLast().record().in(ReleaseRecord.UNINSTALLING, "uninstalling"), session);
        }
        rollout.remove(known);
        for (ReleaseRecords.Stored stored : records.read()) {
            client.delete(ObjectType.SECRET, stored.secret(), session);
        }
        new ReleaseLedger(client, release).remove(session);
    }

    @Override
    public void claim(Observed<Spec> current, Ownership ownership, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        ChartSpec chart = current.spec().chart();
        new ReleaseLedger(client, current.spec().release())
                .write(
                        ownership,
                        new ReleaseLedger.Origin(
                                chart.repository(), chart.path(), chart.path().flatMap(charts::digest)),
                        session);
    }

    @Override
    public void release(Observed<Spec> current, Session session) {
        ClusterClient client =
                clients.get(current.spec().clusterName(), session).client();
        new ReleaseLedger(client, current.spec().release()).remove(session);
    }

    @Override
    public Observed<Spec> await(Observed<Spec> current, Session session) {
        return current;
    }
}
