package dev.envctl.expression;

import java.util.List;

/// One CEL expression. `uses` lists every name path in it that stands for something outside the expression, in order of
/// appearance; all are resolved to absolute bindings when the documents are loaded, so an expression means the same
/// wherever it is later evaluated (a saved plan included).
public record Expression(String source, List<Use> uses) {

    public Expression {
        uses = List.copyOf(uses);
    }

    /// `path` is the name path as the source spells it, one element per step: `["Role", "jobExecution", "arn"]`.
    public record Use(List<String> path, Binding binding) {
        public Use {
            path = List.copyOf(path);
        }
    }

    /// The whole source is one name path, so its value is its binding's.
    public boolean isPlainReference() {
        return uses.size() == 1
                && SyntaxReader.read(source).orElse(null) instanceof Syntax.Name(NamePath path)
                && path.steps().size() == path.keys().size()
                && path.keys().equals(uses.getFirst().path());
    }
}
