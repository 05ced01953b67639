package dev.envctl.report;

import dev.envctl.lease.LeaseRecord;
import dev.envctl.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Every resource with identity, state and health, and who holds the lease.
public final class StatusText {

    private final Style style;

    public StatusText(Style style) {
        this.style = style;
    }

    public String render(Status status) {
        Plan plan = status.plan();
        List<Health> all = Health.of(plan);
        return style.bold(plan.target().environment()) + style.separator()
                + plan.target().region() + "\n\n"
                + table(all).render("  ", style)
                + details(all)
                + "\n"
                + status.lease()
                        .map(lease -> leaseLine(lease, status.at()) + "\n")
                        .orElse("")
                + style.bold(summary(all)) + "\n";
    }

    static String summary(List<Health> all) {
        return "%s: %d healthy, %d in sync."
                .formatted(
                        Words.count(all.size(), "resource"),
                        all.stream().filter(Health::isHealthy).count(),
                        all.stream().filter(Health::isInSync).count());
    }

    static Table table(List<Health> all) {
        Table table = new Table("resource", "id", "state", "health", "sync");
        all.forEach(health -> table.row(
                health.change().address().toString(),
                health.change().id().map(Words::id).orElse("-"),
                health.state().isEmpty() ? "-" : Words.printable(health.state()),
                health.health(),
                health.sync()));
        return table;
    }

    private static String details(List<Health> all) {
        String lines = all.stream()
                .filter(health -> !health.isHealthy() && health.detail().isPresent())
                .map(health -> "  " + health.change().address() + ": "
                        + Words.printable(health.detail().orElseThrow()) + "\n")
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : "\n" + lines;
    }

    static String leaseLine(LeaseRecord lease, Instant now) {
        String since = Words.duration(Duration.between(lease.since(), now));
        String expiry = lease.isExpired(now)
                ? "expired"
                : "expires in " + Words.duration(Duration.between(now, lease.expires()));
        return "Lease held by %s (%s) for %s, %s."
                .formatted(Words.printable(lease.holder()), Words.printable(lease.purpose()), since, expiry);
    }
}
