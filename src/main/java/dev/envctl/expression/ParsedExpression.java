package dev.envctl.expression;

import dev.envctl.problem.Code;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An expression whose text has been understood and whose names are not bound yet.
///
/// - `names`: every name path that stands for something outside, in order of appearance;
/// - `files`: every `file("…")` with a constant argument, so that the text can be bound when the documents are loaded;
/// - `secret`: the reference, when the whole expression is `secret("…")`;
/// - `plain`: the whole source is one name path;
/// - `computesFile`: the argument of some `file(…)` is computed, so the whole must be known when the documents are
///   loaded.
public record ParsedExpression(
        String source,
        List<NamePath> names,
        List<FileCall> files,
        Optional<SecretCall> secret,
        boolean plain,
        boolean computesFile) {

    public record FileCall(String path, int offset, int width) {}

    public record SecretCall(String reference, int offset) {}

    public ParsedExpression {
        names = List.copyOf(names);
        files = List.copyOf(files);
    }

    /// The name under which the text of a file is bound.
    public static List<String> fileUse(String path) {
        return List.of("file", path);
    }

    /// What `emrServiceAccount` needs beside its arguments; bound like a name that was written.
    public static final List<String> ACCOUNT = List.of("environment", "accountId");

    /// Throws [ExpressionException] when the text does not compile.
    public static ParsedExpression parse(String source) {
        Optional<Syntax> simple = SyntaxReader.read(source);
        if (simple.isPresent()) {
            simple.get().calls().forEach(ParsedExpression::checkCall);
            return of(source, simple.get().names(), simple.get().calls(), simple);
        }
        CelSource cel = Cel.parse(source);
        return of(source, cel.names(), cel.calls(), Optional.empty());
    }

    private static ParsedExpression of(
            String source, List<NamePath> names, List<Syntax.Call> calls, Optional<Syntax> simple) {
        List<NamePath> all = new ArrayList<>(names);
        calls.stream()
                .filter(call -> call.function().equals("emrServiceAccount"))
                .findFirst()
                .ifPresent(call -> all.add(account(call)));
        Optional<SecretCall> secret = secret(source, calls, simple);
        long fileCalls =
                calls.stream().filter(call -> call.function().equals("file")).count();
        List<FileCall> files = files(calls);
        boolean plain = simple.orElse(NOTHING) instanceof Syntax.Name;
        return new ParsedExpression(source, all, files, secret, plain, fileCalls > files.size());
    }

    private static final Syntax NOTHING = new Syntax.ListOf(List.of());

    private static NamePath account(Syntax.Call call) {
        int width = call.function().length();
        return new NamePath(
                ACCOUNT.stream()
                        .map(name -> (NamePath.Step) new NamePath.Key(name, call.offset(), width))
                        .toList(),
                call.offset(),
                width);
    }

    private static List<FileCall> files(List<Syntax.Call> calls) {
        List<FileCall> files = new ArrayList<>();
        for (Syntax.Call call : calls) {
            if (call.function().equals("file") && argument(call).isPresent()) {
                String path = argument(call).get();
                files.add(new FileCall(path, call.offset(), "file".length() + path.length() + 4));
            }
        }
        return files;
    }

    private static Optional<SecretCall> secret(String source, List<Syntax.Call> calls, Optional<Syntax> simple) {
        for (Syntax.Call call : calls) {
            if (call.function().equals("secret")) {
                boolean alone = simple.isPresent()
                        && simple.get().equals(call)
                        && argument(call).isPresent();
                if (!alone) {
                    throw new ExpressionException(
                            Code.SECRET_MISPLACED,
                            "A secret stands alone as a whole value: ${secret(\"env:NAME\")}. It cannot be computed"
                                    + " with.",
                            call.offset(),
                            "secret".length());
                }
                return Optional.of(new SecretCall(reference(call, source), call.offset()));
            }
        }
        return Optional.empty();
    }

    private static String reference(Syntax.Call call, String source) {
        String reference = argument(call).orElseThrow();
        if (!reference.matches("(env|ssm|secretsmanager|file):.+")) {
            throw new ExpressionException(
                    "\"%s\" is not a secret reference. It starts with env:, ssm:, secretsmanager: or file:."
                            .formatted(reference),
                    call.offset(),
                    source.strip().length());
        }
        return reference;
    }

    private static Optional<String> argument(Syntax.Call call) {
        return call.arguments().size() == 1 && call.arguments().getFirst() instanceof Syntax.Literal(Value value)
                ? value.asText()
                : Optional.empty();
    }

    private static void checkCall(Syntax.Call call) {
        Functions.checkSignature(call.function(), call.arguments().size(), call.offset());
    }
}
