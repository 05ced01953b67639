package dev.envctl.testing;

import dev.envctl.plan.Plan;
import dev.envctl.plan.Step;
import dev.envctl.plan.StepId;
import dev.envctl.spec.Environment;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One kind's case of the contract test. The first lines of its file say which inputs change the subject:
///
///     # update: description=changed
///     # replace: name=other
public record ContractCase(Address subject, Path directory, Map<String, String> update, Map<String, String> replace) {

    public static final String ENVIRONMENT = """
        apiVersion: envctl.dev/v1
        kind: Environment
        metadata: {name: contract}
        spec: {target: sandbox, region: us-east-1}
        """;

    public static ContractCase of(KindName kind, Path directory) {
        try {
            String text = Files.readString(Path.of("src/test/resources/contract", kind + ".yaml"));
            Files.writeString(directory.resolve("case.yaml"), text);
            return new ContractCase(
                    Address.of(kind, "subject"), directory, inputs(text, "# update: "), inputs(text, "# replace: "));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("reading the contract case of " + kind, unreadable);
        }
    }

    public Environment asWritten() {
        return SandboxCloud.load(directory, Map.of());
    }

    public boolean hasUpdate() {
        return !update.isEmpty();
    }

    public boolean hasReplacement() {
        return !replace.isEmpty();
    }

    public Environment updated() {
        return SandboxCloud.load(directory, update);
    }

    public Environment replaced() {
        Map<String, String> both = new LinkedHashMap<>(update);
        both.putAll(replace);
        return SandboxCloud.load(directory, both);
    }

    /// Applies only the subject's deletion, twice from the same plan's point of view.
    public void deleteSubjectTwice(SandboxCloud cloud, Plan destroy) {
        Step deletion = destroy.steps().stream()
                .filter(step -> step.id().verb() == StepId.Verb.DELETE)
                .filter(step -> step.id().address().equals(subject))
                .findFirst()
                .orElseThrow();
        cloud.delete(deletion.object().orElseThrow());
        cloud.delete(deletion.object().orElseThrow());
    }

    private static Map<String, String> inputs(String text, String mark) {
        Map<String, String> inputs = new LinkedHashMap<>();
        Optional<String> line =
                text.lines().filter(each -> each.startsWith(mark)).findFirst();
        for (String pair : line.map(
                        found -> List.of(found.substring(mark.length()).split(" ", -1)))
                .orElse(List.of())) {
            int equals = pair.indexOf('=');
            inputs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return inputs;
    }
}
