package dev.envctl.runner.review;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunListener;

/// Has the pull request of a run that changed spoken about.
public final class RunNews implements RunListener {

    private final ReviewParts.Speech speech;

    public RunNews(ReviewParts.Speech speech) {
        this.speech = speech;
    }

    @Override
    public void changed(Run run) {
        run.cause()
                .pullRequest()
                .map(number -> new PullRequestKey(
                        run.environment().forge(), run.environment().repository(), number))
                .ifPresent(speech::soon);
    }
}
