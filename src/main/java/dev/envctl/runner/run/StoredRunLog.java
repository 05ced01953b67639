package dev.envctl.runner.run;

import dev.envctl.report.Words;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// A log in the database, open to whoever holds the run.
final class StoredRunLog implements RunLog {

    private final Jdbi jdbi;
    private final Clock clock;
    private final Run run;
    private final BooleanSupplier stopping;

    StoredRunLog(Jdbi jdbi, Clock clock, Run run, BooleanSupplier stopping) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.run = run;
        this.stopping = stopping;
    }

    @Override
    public void line(String text) {
        lines(List.of(text));
    }

    @Override
    public void lines(List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            hold(handle);
            int last = handle.createQuery("select coalesce(max(number), 0) from run_line where run = :run")
                    .bind("run", run.id())
                    .mapTo(Integer.class)
                    .one();
            PreparedBatch batch = handle.prepareBatch(
                    "insert into run_line (run, number, at, text) values (:run, :number, :now, :text)");
            for (String text : texts) {
                last++;
                batch.bind("run", run.id())
                        .bind("number", last)
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .bind("text", Words.printable(text))
                        .add();
            }
            batch.execute();
        });
    }

    @Override
    public void keep(RunPaper paper, String text) {
        jdbi.useTransaction(handle -> {
            hold(handle);
            handle.createUpdate("delete from run_paper where run = :run and paper = :paper")
                    .bind("run", run.id())
                    .bind("paper", paper.name())
                    .execute();
            handle.createUpdate("insert into run_paper (run, paper, text) values (:run, :paper, :text)")
                    .bind("run", run.id())
                    .bind("paper", paper.name())
                    .bind("text", text)
                    .execute();
        });
    }

    @Override
    public boolean isCancelled() {
        if (stopping.getAsBoolean()) {
            return true;
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select cancel_requested or attempt <> :attempt from run where id = :run")
                        .bind("attempt", run.attempt())
                        .bind("run", run.id())
                        .mapTo(Boolean.class)
                        .findOne())
                .orElse(true);
    }

    /// Locks the run's row for the transaction, so that nobody takes it over in the middle of a write.
    private void hold(Handle handle) {
        boolean isOurs = handle.createQuery("select attempt from run where id = :run and state = 'RUNNING' for update")
                .bind("run", run.id())
                .mapTo(Integer.class)
                .findOne()
                .filter(attempt -> attempt == run.attempt())
                .isPresent();
        if (!isOurs) {
            throw new SupersededException(run.id());
        }
    }
}
