package dev.envctl.runner.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.Forge.Annotation;
import dev.envctl.runner.forge.Forge.Check;
import dev.envctl.runner.forge.Forge.Verdict;
import dev.envctl.runner.forge.rest.Rest;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.github.GHCheckRun.AnnotationLevel;
import org.kohsuke.github.GHCheckRun.Conclusion;
import org.kohsuke.github.GHCheckRun.Status;
import org.kohsuke.github.GHCheckRunBuilder;
import org.kohsuke.github.GHCheckRunBuilder.Output;
import org.kohsuke.github.GHRepository;

/// Check runs. The library sends the annotations in requests of fifty, as many as GitHub takes. GitHub adds annotations
/// to those that are there and never takes one away, so only those are sent that are not there.
final class Checks {

    private static final int SUMMARY = 65_535;

    private static final int TITLE = 255;

    /// Bytes are counted; four of them are the most that a character has.
    private static final int MESSAGE = 64 * 1024 / 4;

    private final String what;
    private final Rest rest;
    private final String path;
    private final Supplier<String> login;

    /// `path` is that of the repository, `login` our App's account.
    Checks(String what, Rest rest, String path, Supplier<String> login) {
        this.what = what;
        this.rest = rest;
        this.path = path;
        this.login = login;
    }

    /// Returns the id of the check run.
    long write(GHRepository repository, Check check) throws IOException {
        Optional<Long> id = check.id().or(() -> earlier(check));
        GHCheckRunBuilder run = id.isPresent()
                ? repository.updateCheckRun(id.get())
                : repository.createCheckRun(check.name(), check.commit());
        run.withDetailsURL(check.link());
        if (check.verdict() == Verdict.PENDING) {
            run.withStatus(Status.IN_PROGRESS);
        } else {
            run.withStatus(Status.COMPLETED).withConclusion(conclusion(check.verdict()));
        }
        return run.add(output(
                        check,
                        id.filter(_ -> !check.annotations().isEmpty())
                                .map(this::annotations)
                                .orElse(Set.of())))
                .create()
                .getId();
    }

    /// The latest one of our App that has the name. Others may give theirs the same.
    private Optional<Long> earlier(Check check) {
        String named = path + "/commits/" + Rest.encode(check.commit()) + "/check-runs?per_page=100&check_name="
                + Rest.encode(check.name());
        List<JsonNode> runs =
                rest.get(what, named).path("check_runs").valueStream().toList();
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        String account = login.get();
        return runs.stream()
                .filter(run -> account.equals(run.path("app").path("slug").asText() + "[bot]"))
                .map(run -> run.path("id").asLong())
                .max(Comparator.naturalOrder());
    }

    private Set<List<String>> annotations(long id) {
        return rest.list(what, path + "/check-runs/" + id + "/annotations?per_page=100").stream()
                .map(there -> Stream.of("path", "start_line", "annotation_level", "title", "message")
                        .map(field -> there.path(field).asText())
                        .toList())
                .collect(Collectors.toSet());
    }

    private static Conclusion conclusion(Verdict verdict) {
        return switch (verdict) {
            case SUCCESS -> Conclusion.SUCCESS;
            case FAILURE -> Conclusion.FAILURE;
            case NEUTRAL, PENDING -> Conclusion.NEUTRAL;
        };
    }

    private static Output output(Check check, Set<List<String>> there) {
        var output = new Output(Rest.shorten(check.title(), TITLE), Rest.shorten(check.summary(), SUMMARY));
        for (Annotation annotation : check.annotations()) {
            var level = annotation.error() ? AnnotationLevel.FAILURE : AnnotationLevel.WARNING;
            int line = Math.max(1, annotation.line());
            String title = Rest.shorten(annotation.title(), TITLE);
            String message = Rest.shorten(annotation.message(), MESSAGE);
            String name = level.name().toLowerCase(Locale.ROOT);
            if (!there.contains(List.of(annotation.file(), String.valueOf(line), name, title, message))) {
                output.add(new GHCheckRunBuilder.Annotation(annotation.file(), line, level, message).withTitle(title));
            }
        }
        return output;
    }
}
