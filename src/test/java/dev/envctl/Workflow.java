package dev.envctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// A file of `.github/workflows`, as far as its checks read it.
record Workflow(Path file, String text, Map<?, ?> content) {

    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?<![\\w./-]|<!-- )envctl((?: +(?:\"[^\"\\n]*\"|'[^'\\n]*'|[\\w$./:=@{}*-]+))+)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    record Job(String workflow, String name, Map<?, ?> content) {

        List<Step> steps() {
            return elements(content.get("steps")).stream().map(Step::new).toList();
        }

        Map<?, ?> permissions() {
            return mapping(content.get("permissions"));
        }
    }

    record Step(Map<?, ?> content) {

        Optional<String> uses() {
            return text("uses");
        }

        Optional<String> script() {
            return text("run");
        }

        Map<?, ?> with() {
            return mapping(content.get("with"));
        }

        private Optional<String> text(String key) {
            return Optional.ofNullable(content.get(key)).map(Object::toString);
        }
    }

    static List<Workflow> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            var workflows = new ArrayList<Workflow>();
            for (Path file : files.sorted().toList()) {
                workflows.add(read(file));
            }
            return workflows;
        }
    }

    private static Workflow read(Path file) throws IOException {
        String text = Files.readString(file);
        var yaml = new Load(LoadSettings.builder().setLabel(file.toString()).build());
        return new Workflow(file, text, mapping(yaml.loadFromString(text)));
    }

    List<Job> jobs() {
        return mapping(content.get("jobs")).entrySet().stream()
                .map(job -> new Job(file.getFileName() + "", job.getKey().toString(), mapping(job.getValue())))
                .toList();
    }

    boolean isTriggeredBy(String event) {
        return mapping(content.get("on")).containsKey(event);
    }

    List<String> scripts() {
        return jobs().stream()
                .flatMap(job -> job.steps().stream())
                .flatMap(step -> step.script().stream())
                .toList();
    }

    /// The arguments of each `envctl …` in the scripts, quotes removed, variables as they stand, redirections left
    /// out.
    List<List<String>> commands() {
        return scripts().stream()
                .map(script -> script.replaceAll("\\\\\\n\\s*", " "))
                .flatMap(script -> COMMAND.matcher(script).results())
                .map(command -> words(command.group(1)))
                .toList();
    }

    private static List<String> words(String command) {
        return WORD.matcher(command).results().map(Workflow::withoutQuotes).toList();
    }

    private static String withoutQuotes(MatchResult word) {
        return Stream.of(1, 2, 3)
                .map(group -> Optional.ofNullable(word.group(group)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private static Map<?, ?> mapping(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<Map<?, ?>> elements(@Nullable Object node) {
        return node instanceof List<?> list
                ? list.stream().<Map<?, ?>>map(Workflow::mapping).toList()
                : List.of();
    }

    @Override
    public String toString() {
        return file.getFileName() + "";
    }
}
