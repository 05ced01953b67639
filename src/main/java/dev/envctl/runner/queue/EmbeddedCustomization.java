package dev.envctl.runner.queue;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.Queries;

/// Teaches db-scheduler that H2 can skip locked rows, too. Like this a replica takes no more than it has workers for;
/// the other way of polling, which is the only one that it knows for H2, piles up candidates while all are busy.
final class EmbeddedCustomization extends DefaultJdbcCustomization {

    EmbeddedCustomization() {
        super(false);
    }

    @Override
    public String getName() {
        return "H2";
    }

    @Override
    public boolean supportsGenericLockAndFetch() {
        return true;
    }

    @Override
    public String createGenericSelectForUpdateQuery(String table, int limit, String condition, boolean byPriority) {
        return "select * from " + table + " where picked = ? and execution_time <= ? " + condition
                + Queries.ansiSqlOrderPart(byPriority) + getQueryLimitPart(limit) + " for update skip locked";
    }
}
