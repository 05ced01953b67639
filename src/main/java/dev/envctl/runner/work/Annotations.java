package dev.envctl.runner.work;

import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.runner.run.RunResult.Annotation;
import java.util.List;
import java.util.stream.Stream;

/// Problems on the lines of the repository's files. What stands in a module from elsewhere, or nowhere, is in the log.
final class Annotations {

    private Annotations() {}

    static List<Annotation> of(List<Problem> problems) {
        return problems.stream().flatMap(Annotations::of).toList();
    }

    private static Stream<Annotation> of(Problem problem) {
        return problem
                .source()
                .filter(source -> isInRepository(source.file()))
                .map(source -> annotation(problem, source))
                .stream();
    }

    private static Annotation annotation(Problem problem, Source source) {
        String way = problem.hint().map(hint -> "\n" + hint).orElse("");
        return new Annotation(
                source.file(),
                source.line(),
                problem.isError(),
                problem.summary() + " [" + problem.code().id() + "]",
                problem.detail() + way);
    }

    private static boolean isInRepository(String file) {
        return !file.startsWith("/")
                && !file.startsWith("..")
                && !file.startsWith("git+")
                && !file.startsWith("builtin:");
    }
}
