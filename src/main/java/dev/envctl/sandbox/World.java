package dev.envctl.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/// The memory of an emulated account: named tables of immutable rows. States that take time are not driven by threads:
/// a row keeps the instant at which it becomes ready, and readers compare it with [#now].
///
/// Every call from outside runs in one [#transaction], one at a time, so handlers need no locks of their own.
public interface World {

    String ACCOUNT_ID = "000000000000";

    /// The rows of one table, in the order in which their keys were first put. Rows are records that Jackson reads
    /// and writes, or `JsonNode`s.
    <T> Table<T> table(String name, Class<T> rowType);

    Clock clock();

    default Instant now() {
        return clock().instant();
    }

    /// Runs a call alone. What it changed is durable when this returns, and forgotten when it throws.
    <T> T transaction(Supplier<T> call);
}
