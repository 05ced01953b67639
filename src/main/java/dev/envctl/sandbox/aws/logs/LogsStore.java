package dev.envctl.sandbox.aws.logs;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.util.Map;
import java.util.Optional;

/// The table of log groups.
public record LogsStore(World world) {

    Table<LogGroupRow> groups() {
        return world.table("logs.log-groups", LogGroupRow.class);
    }

    void put(LogGroupRow row) {
        groups().put(row.name(), row);
    }

    static String arn(String region, String name) {
        return "arn:aws:logs:%s:%s:log-group:%s".formatted(region, World.ACCOUNT_ID, name);
    }

    /// What a service does that writes into a group: makes it, without retention and tags, when it is not there.
    public String written(String region, String name) {
        if (groups().get(name).isEmpty()) {
            put(new LogGroupRow(
                    name,
                    arn(region, name),
                    "STANDARD",
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    world.now(),
                    Map.of()));
        }
        return arn(region, name);
    }
}
