package dev.envctl.kubernetes;

import dev.envctl.provider.Observed;
import dev.envctl.provider.Ownership;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.provider.SpecCodec;
import dev.envctl.provider.Wanted;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The releases of the environment's clusters, from one listing per cluster of Helm's records, beside the ledgers that
/// the [ObjectIndex] lists with everything else.
record ReleaseObservation(ClusterClients clients, Charts charts, Wanted wanted, Session session) {

    static final String DEPLOYED = "deployed";

    private static final String NOT_INSTALLED = "not installed";

    /// The newest record of a release and its ledger; either may be missing, not both.
    private record Found(Optional<ClusterObject> newest, Optional<ClusterObject> ledger) {
        static final Found NOTHING = new Found(Optional.empty(), Optional.empty());

        Found withLedger(ClusterObject configMap) {
            return new Found(newest, Optional.of(configMap));
        }

        Found withRecord(ClusterObject secret) {
            boolean isOlder = newest.filter(
                            other -> ReleaseRecords.revisionOf(other) >= ReleaseRecords.revisionOf(secret))
                    .isPresent();
            return isOlder ? this : new Found(Optional.of(secret), ledger);
        }
    }

    List<Observed<HelmRelease.Spec>> releases() {
        List<Observed<HelmRelease.Spec>> found = new ArrayList<>();
        for (String cluster : ClusterNames.in(wanted)) {
            clients.find(cluster, session).ifPresent(reached -> found.addAll(in(reached.client())));
        }
        wanted.sought().forEach(sought -> checkChart(sought, found));
        return found;
    }

    private List<Observed<HelmRelease.Spec>> in(ClusterClient client) {
        Map<ReleaseName, Found> all = new LinkedHashMap<>();
        for (ClusterObject ledger : new ObjectIndex(client).entries(ObjectIndex.RELEASE, session)) {
            all.put(ReleaseLedger.releaseOf(ledger), Found.NOTHING.withLedger(ledger));
        }
        if (!isAnyWanted(client, all.values())) {
            return List.of();
        }
        for (ClusterObject secret : client.listMatching(ObjectType.SECRET, ReleaseRecords.CURRENT)) {
            if (secret.text("type").equals(ReleaseRecords.TYPE)) {
                ReleaseRecords.releaseOf(secret)
                        .ifPresent(name -> all.put(
                                name, all.getOrDefault(name, Found.NOTHING).withRecord(secret)));
            }
        }
        List<Observed<HelmRelease.Spec>> observed = new ArrayList<>();
        all.forEach((name, found) -> {
            List<Wanted.Sought> sought = sought(client.cluster(), name, found);
            if (isOwned(found) || !sought.isEmpty()) {
                observed(client.cluster(), name, found, sought).ifPresent(observed::add);
            }
        });
        return observed;
    }

    /// Records are Secrets, which not everybody may read: they are asked for only where there is a release.
    private boolean isAnyWanted(ClusterClient client, Collection<Found> ledgers) {
        return ledgers.stream().anyMatch(this::isOwned)
                || wanted.sought().stream().anyMatch(each -> isText(each, "clusterName", client.cluster()));
    }

    private boolean isOwned(Found found) {
        return wanted.includeOwned()
                && found.ledger()
                        .filter(ledger ->
                                Ledger.isOwnedBy(ledger, session.place().owner()))
                        .isPresent();
    }

    /// By name, or by the address in the ledger while a part of the name is not known.
    private List<Wanted.Sought> sought(String cluster, ReleaseName name, Found found) {
        Optional<Ownership> owner = found.ledger()
                .flatMap(Ledger::of)
                .filter(ledger -> ledger.environment().equals(session.place().owner()));
        return wanted.sought().stream()
                .filter(each -> owner.map(Ownership::address).equals(Optional.of(each.address()))
                        || (isText(each, "clusterName", cluster)
                                && isText(each, "namespace", name.namespace())
                                && isText(each, "name", name.name())))
                .toList();
    }

    private static boolean isText(Wanted.Sought sought, String field, String text) {
        return sought.criteria().text(field).equals(Optional.of(text));
    }

    /// A release that was uninstalled with its history kept is not there any more.
    private Optional<Observed<HelmRelease.Spec>> observed(
            String cluster, ReleaseName name, Found found, List<Wanted.Sought> sought) {
        Optional<ReleaseRecord> record = found.newest()
                .flatMap(ReleaseRecords::recordOf)
                .filter(newest -> !newest.status().equals(ReleaseRecord.UNINSTALLED));
        Optional<Ownership> ownership = found.ledger().flatMap(Ledger::of);
        if (record.isEmpty() && ownership.isEmpty()) {
            return Optional.empty();
        }
        ReleaseLedger.Origin origin = found.ledger().map(ReleaseLedger::origin).orElse(ReleaseLedger.Origin.UNKNOWN);
        Observed<HelmRelease.Spec> observed = observed(
                new Subject(cluster, name),
                record,
                ownership,
                origin,
                sought.stream().findFirst().map(Wanted.Sought::criteria).orElse(Value.MapValue.EMPTY));
        return Optional.of(sought.stream()
                .filter(Wanted.Sought::external)
                .findFirst()
                .map(each -> observed.soughtBy(each.address()))
                .orElse(observed));
    }

    private record Subject(String cluster, ReleaseName release) {}

    /// As it stands right after it was deployed.
    static Observed<HelmRelease.Spec> observed(
            String cluster,
            ReleaseRecord record,
            Optional<Ownership> ownership,
            ReleaseLedger.Origin origin,
            HelmRelease.Spec desired) {
        return observed(
                new Subject(cluster, desired.release()),
                DEPLOYED,
                Optional.of(record),
                ownership,
                origin,
                SpecCodec.write(desired));
    }

    private Observed<HelmRelease.Spec> observed(
            Subject subject,
            Optional<ReleaseRecord> record,
            Optional<Ownership> ownership,
            ReleaseLedger.Origin origin,
            Value.MapValue desired) {
        return observed(subject, condition(record, origin), record, ownership, origin, desired);
    }

    private static Observed<HelmRelease.Spec> observed(
            Subject subject,
            String condition,
            Optional<ReleaseRecord> record,
            Optional<Ownership> ownership,
            ReleaseLedger.Origin origin,
            Value.MapValue desired) {
        Value wantedValues = desired.get("values").orElse(Value.MapValue.EMPTY);
        HelmRelease.Spec spec = new HelmRelease.Spec(
                subject.cluster(),
                subject.release().namespace(),
                subject.release().name(),
                chart(record, origin, ownership.isPresent(), desired),
                Likeness.settle(record.map(ReleaseRecord::values).orElse(Value.MapValue.EMPTY), wantedValues),
                Optional.empty(),
                Optional.empty(),
                condition);
        Value.MapValue computed = record.map(newest -> Value.map(
                        "revision", Value.of(newest.revision()),
                        "status", Value.of(newest.status()),
                        "appVersion", Value.of(newest.appVersion())))
                .orElse(Value.MapValue.EMPTY);
        String state = record.map(ReleaseRecord::status).orElse(NOT_INSTALLED);
        Observed<HelmRelease.Spec> ready =
                Observed.ready("%s/%s".formatted(subject.cluster(), subject.release()), spec, computed, ownership);
        return ready.in(ready.phase(), state, condition.equals(DEPLOYED) ? Optional.empty() : Optional.of(condition));
    }

    /// Where a chart came from stands in our ledger only. Of a release that is not ours nobody knows, so the
    /// document is believed.
    private static HelmRelease.ChartSpec chart(
            Optional<ReleaseRecord> record, ReleaseLedger.Origin origin, boolean isKnown, Value.MapValue desired) {
        return new HelmRelease.ChartSpec(
                record.map(ReleaseRecord::chartName).orElse(""),
                isKnown ? origin.repository() : text(desired, "repository"),
                record.map(ReleaseRecord::chartVersion),
                isKnown ? origin.path() : text(desired, "path"));
    }

    private static Optional<String> text(Value.MapValue desired, String field) {
        return desired.at(FieldPath.of("chart", field)).flatMap(Value::asText);
    }

    private String condition(Optional<ReleaseRecord> record, ReleaseLedger.Origin origin) {
        if (record.isEmpty()) {
            return NOT_INSTALLED;
        }
        String status = record.get().status();
        if (!status.equals(ReleaseRecord.DEPLOYED)) {
            String why = record.get().description();
            return why.isEmpty() ? status : status + ": " + why;
        }
        Optional<String> now = origin.path().flatMap(charts::digest);
        return now.isPresent() && !now.equals(origin.digest())
                ? "the chart at %s has changed".formatted(origin.path().orElse(""))
                : DEPLOYED;
    }

    /// A chart that is about to be needed is looked for while there is still a plan to correct.
    private void checkChart(Wanted.Sought sought, List<Observed<HelmRelease.Spec>> found) {
        Optional<HelmRelease.ChartSpec> chart = sought.criteria()
                .get("chart")
                .filter(value -> value.isKnown() && !sought.external())
                .flatMap(value -> value instanceof Value.MapValue map
                        ? Optional.of(SpecCodec.read(map, HelmRelease.ChartSpec.class))
                        : Optional.empty());
        boolean isThere = found.stream()
                .filter(live -> isText(sought, "name", live.spec().name())
                        && isText(sought, "namespace", live.spec().namespace()))
                .anyMatch(live -> chart.filter(wantedChart ->
                                wantedChart.version().equals(live.spec().chart().version()))
                        .isPresent());
        if (chart.isPresent() && !isThere) {
            try {
                charts.check(chart.get(), session);
            } catch (ProviderException missing) {
                throw missing.withAddress(sought.address());
            }
        }
    }
}
