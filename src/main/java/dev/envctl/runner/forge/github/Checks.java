package dev.envctl.runner.forge.github;

import dev.envctl.runner.forge.Forge.Annotation;
import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.rest.Rest;
import java.io.IOException;
import org.kohsuke.github.GHCheckRun.AnnotationLevel;
import org.kohsuke.github.GHCheckRun.Conclusion;
import org.kohsuke.github.GHCheckRun.Status;
import org.kohsuke.github.GHCheckRunBuilder;
import org.kohsuke.github.GHCheckRunBuilder.Output;
import org.kohsuke.github.GHRepository;

/// Check runs. The library sends the annotations in requests of fifty, as many as GitHub takes. GitHub adds annotations
/// to those that are there and never takes one away: give them once, with the verdict that ends the check.
final class Checks {

    private static final int SUMMARY = 65_535;

    private static final int TITLE = 255;

    /// Bytes are counted; four of them are the most that a character has.
    private static final int MESSAGE = 64 * 1024 / 4;

    private Checks() {}

    /// Returns the id of the check run.
    static long write(GHRepository repository, Check check) throws IOException {
        GHCheckRunBuilder run = check.id().isPresent()
                ? repository.updateCheckRun(check.id().get())
                : repository.createCheckRun(check.name(), check.commit());
        run.withDetailsURL(check.link());
        if (check.verdict() == Verdict.PENDING) {
            run.withStatus(Status.IN_PROGRESS);
        } else {
            run.withStatus(Status.COMPLETED).withConclusion(conclusion(check.verdict()));
        }
        return run.add(output(check)).create().getId();
    }

    private static Conclusion conclusion(Verdict verdict) {
        return switch (verdict) {
            case SUCCESS -> Conclusion.SUCCESS;
            case FAILURE -> Conclusion.FAILURE;
            case NEUTRAL, PENDING -> Conclusion.NEUTRAL;
        };
    }

    private static Output output(Check check) {
        var output = new Output(Rest.shorten(check.title(), TITLE), Rest.shorten(check.summary(), SUMMARY));
        for (Annotation annotation : check.annotations()) {
            var level = annotation.error() ? AnnotationLevel.FAILURE : AnnotationLevel.WARNING;
            output.add(new GHCheckRunBuilder.Annotation(
                            annotation.file(),
                            Math.max(1, annotation.line()),
                            level,
                            Rest.shorten(annotation.message(), MESSAGE))
                    .withTitle(Rest.shorten(annotation.title(), TITLE)));
        }
        return output;
    }
}
