package dev.envctl.runner.drift;

import dev.envctl.runner.run.Run;
import java.net.URI;

/// Where a run is shown.
final class RunLinks {

    private RunLinks() {}

    static String of(URI page, Run run) {
        return page.toString().replaceFirst("/+$", "") + "/runs/" + run.id();
    }
}
