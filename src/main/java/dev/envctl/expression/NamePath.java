package dev.envctl.expression;

import java.util.List;
import java.util.stream.Collectors;

/// A name in an expression and the steps that follow it without computation: `Role.jobExecution.arn`,
/// `Role["job-execution"].arn`, `Cluster.main.subnetIds[0]`, `Role.user[each.key].arn`. `offset` and `width` say where
/// it stands in the source.
public record NamePath(List<Step> steps, int offset, int width) {

    public sealed interface Step {
        int offset();

        int width();
    }

    public record Key(String name, int offset, int width) implements Step {}

    public record Index(int position, int offset, int width) implements Step {}

    /// `[each.key]`: the one index that is known as soon as the loop is.
    public record EachKey(int offset, int width) implements Step {}

    public NamePath {
        steps = List.copyOf(steps);
    }

    /// The first name: `Role`, `input`.
    public String root() {
        return steps.getFirst() instanceof Key key ? key.name() : "";
    }

    /// The leading keys as [Expression.Use#path] has them. What follows an index is looked up in the value.
    public List<String> keys() {
        return steps.stream()
                .takeWhile(Key.class::isInstance)
                .map(step -> ((Key) step).name())
                .toList();
    }

    @Override
    public String toString() {
        return steps.stream()
                .map(step -> switch (step) {
                    case Key key when key.name().matches("[A-Za-z_][A-Za-z0-9_]*") -> "." + key.name();
                    case Key key -> "[\"" + key.name() + "\"]";
                    case Index index -> "[" + index.position() + "]";
                    case EachKey _ -> "[each.key]";
                })
                .collect(Collectors.joining())
                .substring(1);
    }
}
