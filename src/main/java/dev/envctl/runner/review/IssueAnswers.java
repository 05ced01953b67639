package dev.envctl.runner.review;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Where commands in an issue were answered: one comment each, written over with every answer.
public final class IssueAnswers {

    private final Jdbi jdbi;

    public IssueAnswers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Long> find(PullRequestKey issue) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            select comment_id from issue_answer
            where forge = :forge and repository = :repository and number = :number
            """)
                .bind("forge", issue.forge())
                .bind("repository", issue.repository())
                .bind("number", issue.number())
                .mapTo(Long.class)
                .findOne());
    }

    void keep(PullRequestKey issue, long comment) {
        jdbi.useTransaction(handle -> {
            write(
                    handle,
                    "insert into issue_answer (forge, repository, number, comment_id)"
                            + " values (:forge, :repository, :number, :comment) on conflict do nothing",
                    issue,
                    comment);
            write(
                    handle,
                    "update issue_answer set comment_id = :comment"
                            + " where forge = :forge and repository = :repository and number = :number",
                    issue,
                    comment);
        });
    }

    private static void write(Handle handle, String sql, PullRequestKey issue, long comment) {
        handle.createUpdate(sql)
                .bind("forge", issue.forge())
                .bind("repository", issue.repository())
                .bind("number", issue.number())
                .bind("comment", comment)
                .execute();
    }
}
