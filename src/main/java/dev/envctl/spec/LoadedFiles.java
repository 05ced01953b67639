package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.schema.FieldSchema;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Reads the files that a document names in fields of their own (`source: plugins.zip`): what is in them becomes part
/// of the document, in the field that the schema names for it, so that a plan shows when a file has changed and carries
/// what it applies. `file()` does the same for text inside expressions.
final class LoadedFiles {

    private final Unit unit;
    private final DocumentFiles files;
    private final YamlPositions positions;

    LoadedFiles(Unit unit, Document document, YamlPositions positions) {
        this.unit = unit;
        this.files = DocumentFiles.of(document);
        this.positions = positions;
    }

    Value.MapValue into(Value.MapValue body, FieldSchema schema) {
        Value.MapValue loaded = body;
        for (Map.Entry<String, FieldSchema> field : schema.fields().entrySet()) {
            Optional<String> target = field.getValue().rules().ties().loadsInto();
            Optional<Value> path = body.get(field.getKey());
            if (target.isPresent() && path.isPresent()) {
                loaded = loaded.with(target.get(), read(path.get(), FieldPath.of(field.getKey())));
            }
        }
        return loaded;
    }

    private Value read(Value path, FieldPath field) {
        if (!(path instanceof Value.Text(String text))) {
            report(
                    Problem.of(
                            Code.NOT_KNOWN_AT_LOAD,
                            "A file is read when the documents are loaded, so its path must be known by then. Write the"
                                    + " path as it is, or compute it from inputs."),
                    field);
            return Value.NULL;
        }
        try {
            return Value.of(Base64.getEncoder().encodeToString(files.bytes(text)));
        } catch (ProblemException refused) {
            refused.problems().forEach(problem -> report(problem, field));
            return Value.NULL;
        }
    }

    private void report(Problem problem, FieldPath field) {
        positions.ofValue(field).map(problem::at).ifPresent(unit.loading()::report);
    }
}
