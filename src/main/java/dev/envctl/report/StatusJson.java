package dev.envctl.report;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Plan;
import dev.envctl.value.Value;

/// The status of an environment for programs.
public final class StatusJson {

    private StatusJson() {}

    public static Value.MapValue document(Status status) {
        Plan plan = status.plan();
        Document document = new Document()
                .put("format_version", "1.0")
                .put("environment", plan.target().environment())
                .put("directory", plan.target().directory())
                .put("region", plan.target().region())
                .put(
                        "resources",
                        Health.of(plan).stream().map(StatusJson::resource).toList());
        status.lease().ifPresent(lease -> document.put("lease", lease(lease)));
        return document.value();
    }

    private static Value.MapValue resource(Health health) {
        return new Document()
                .put("address", health.change().address().toString())
                .putIfPresent("id", health.change().id())
                .putUnlessEmpty("state", health.state())
                .putIfPresent("detail", health.detail())
                .put("health", health.health())
                .put("healthy", health.isHealthy())
                .put("sync", health.sync())
                .put("in_sync", health.isInSync())
                .value();
    }

    private static Document lease(LeaseRecord lease) {
        return new Document()
                .put("holder", lease.holder())
                .put("purpose", lease.purpose())
                .put("token", lease.token())
                .put("since", lease.since().toString())
                .put("expires", lease.expires().toString());
    }
}
