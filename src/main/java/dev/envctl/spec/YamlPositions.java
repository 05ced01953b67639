package dev.envctl.spec;

import dev.envctl.problem.Source;
import dev.envctl.schema.Positions;
import dev.envctl.value.FieldPath;
import java.util.Optional;

/// Places in a YAML tree. `key` is where the name of the whole tree stands (`spec:`).
record YamlPositions(Yaml root, Source key) implements Positions {

    @Override
    public Optional<Source> ofValue(FieldPath path) {
        return Optional.of(nearest(path).span().source());
    }

    @Override
    public Optional<Source> ofKey(FieldPath path) {
        if (path.isRoot()) {
            return Optional.of(key);
        }
        FieldPath parent =
                new FieldPath(path.segments().subList(0, path.segments().size() - 1));
        if (path.segments().getLast() instanceof FieldPath.Key(String name)
                && find(parent).orElse(root) instanceof Yaml.Mapping mapping
                && mapping.entries().containsKey(name)) {
            return Optional.of(mapping.keySource(name));
        }
        return parent.isRoot() ? Optional.of(key) : ofKey(parent);
    }

    private Optional<Yaml> find(FieldPath path) {
        Optional<Yaml> here = Optional.of(root);
        for (FieldPath.Segment segment : path.segments()) {
            here = here.flatMap(node -> child(node, segment));
        }
        return here;
    }

    private Yaml nearest(FieldPath path) {
        Yaml here = root;
        for (FieldPath.Segment segment : path.segments()) {
            Optional<Yaml> next = child(here, segment);
            if (next.isEmpty()) {
                return here;
            }
            here = next.get();
        }
        return here;
    }

    private static Optional<Yaml> child(Yaml node, FieldPath.Segment segment) {
        return switch (segment) {
            case FieldPath.Key(String name) when node instanceof Yaml.Mapping mapping -> mapping.get(name);
            case FieldPath.Index(int position)
            when node instanceof Yaml.Sequence sequence
                    && position < sequence.elements().size() ->
                Optional.of(sequence.elements().get(position));
            case FieldPath.Key _, FieldPath.Index _ -> Optional.empty();
        };
    }
}
