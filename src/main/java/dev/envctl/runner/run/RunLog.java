package dev.envctl.runner.run;

import java.util.List;

/// Where a run that is being worked on writes. What is written is durable when the call returns. Throws
/// [SupersededException] when the run is somebody else's by now.
public interface RunLog {

    /// Lines as a terminal would show them; what would steer one is spelt out.
    void line(String text);

    /// Many lines at once, in their order.
    default void lines(List<String> texts) {
        texts.forEach(this::line);
    }

    void keep(RunPaper paper, String text);

    /// Whether somebody asked for the run to be cancelled, or the process is about to end. Cheap enough to be asked
    /// every second.
    boolean isCancelled();
}
