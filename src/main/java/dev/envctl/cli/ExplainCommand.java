package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.report.Style;
import dev.envctl.schema.Explain;
import dev.envctl.schema.KindSchema;
import dev.envctl.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The schema's documentation, or a problem's.
@CommandLine.Command(
        name = "explain",
        description = "Explain a kind, one of its fields, or a problem's code. Without an argument, list the kinds.",
        footer = {"", "envctl explain ManagedEndpoint.releaseLabel", "envctl explain ENV-0104"})
final class ExplainCommand implements Command {

    @Parameters(arity = "0..1", paramLabel = "KIND[.FIELD]|CODE", description = "What to explain.")
    private Optional<String> subject = Optional.empty();

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    ExplainCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        try (Workspace workspace = invocation.workspace()) {
            Style style = invocation.console().style();
            invocation
                    .console()
                    .result(subject.map(text -> explain(text, workspace, style, shared.format))
                            .orElseGet(() -> kinds(workspace.schemas(), style)));
            return ExitCode.OK.number();
        }
    }

    private static String explain(String text, Workspace workspace, Style style, SharedOptions.Format format) {
        if (text.toUpperCase(Locale.ROOT).startsWith("ENV-")) {
            return Code.find(text)
                    .map(ExplainCommand::page)
                    .orElseThrow(() -> unknown("There is no code " + text + "."));
        }
        return switch (Explain.find(workspace.schemas(), text)) {
            case Explain.Found found
            when format == SharedOptions.Format.MARKDOWN && found.path().isRoot() -> SchemaMarkdown.page(found.kind());
            case Explain.Found found -> new SchemaText(style).render(found);
            case Explain.NotFound(String detail) -> throw unknown(detail);
        };
    }

    private static String kinds(Schemas schemas, Style style) {
        List<String> lines = new ArrayList<>();
        for (KindSchema kind : schemas.byKind().values()) {
            lines.add(style.emphasized(kind.kind().text()) + "\n" + SchemaText.wrapped(kind.description(), "    "));
        }
        return String.join("\n", lines);
    }

    private static String page(Code code) {
        String title = code.id() + ": " + code.summary() + "\n";
        try (InputStream page = Code.class.getClassLoader().getResourceAsStream("explain/" + code.id() + ".md")) {
            return page == null
                    ? title + "\nNothing more is written about it yet.\n"
                    : title + withoutTitle(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("reading the explanation of " + code.id(), unreadable);
        }
    }

    private static String withoutTitle(String page) {
        return page.replaceFirst("^# .*\\R", "");
    }

    private static ProblemException unknown(String detail) {
        return new ProblemException(Problem.of(Code.INVALID_OPTION, detail)
                .withHint("envctl explain lists the kinds; codes read like ENV-0104."));
    }
}
