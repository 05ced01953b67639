package dev.envctl.apply;

import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/// Exchanges secret references for their content, at the last moment and only for the call that needs it. The resolver
/// takes a reference (`env:NAME`) and throws [dev.envctl.problem.ProblemException] when there is no such secret.
public final class Secrets {

    private final UnaryOperator<String> resolver;

    public Secrets(UnaryOperator<String> resolver) {
        this.resolver = resolver;
    }

    Value.MapValue reveal(Value.MapValue map) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        map.entries().forEach((key, value) -> entries.put(key, reveal(value)));
        return new Value.MapValue(entries);
    }

    private Value reveal(Value value) {
        return switch (value) {
            case Value.Secret secret -> secret.reveal(resolver.apply(secret.reference()));
            case Value.MapValue map -> reveal(map);
            case Value.ListValue list -> new Value.ListValue(reveal(list.elements()));
            case Value.Text _, Value.Number _, Value.Flag _, Value.Null _, Value.Unknown _ -> value;
        };
    }

    private List<Value> reveal(List<Value> values) {
        return values.stream().map(this::reveal).toList();
    }
}
