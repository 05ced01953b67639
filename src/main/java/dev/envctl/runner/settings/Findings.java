package dev.envctl.runner.settings;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.schema.Positions;
import java.util.Optional;

/// Says at its place what is wrong with a setting.
record Findings(Problems problems, Positions positions) {

    void report(Code code, Setting setting, String detail) {
        problems.add(placed(Problem.of(code, detail), positions.ofValue(setting.path())));
    }

    void report(Code code, Setting setting, String detail, String hint) {
        problems.add(placed(Problem.of(code, detail).withHint(hint), positions.ofValue(setting.path())));
    }

    /// Points at the name instead of the value.
    void reportKey(Code code, Setting setting, String detail) {
        problems.add(placed(Problem.of(code, detail), positions.ofKey(setting.path())));
    }

    /// The line is shown without the value: it may be the secret itself.
    void reportHidden(Code code, Setting setting, String detail, String hint) {
        problems.add(placed(
                Problem.of(code, detail).withHint(hint),
                positions.ofValue(setting.path()).map(Findings::hidden)));
    }

    private static Problem placed(Problem problem, Optional<Source> place) {
        return place.map(problem::at).orElse(problem);
    }

    private static Source hidden(Source place) {
        String before = place.text()
                .substring(0, Math.min(place.column() - 1, place.text().length()));
        return new Source(place.file(), place.line(), place.column(), 1, before + "…");
    }
}
