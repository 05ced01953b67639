package dev.envctl.report;

import dev.envctl.problem.Problem;
import dev.envctl.problem.Source;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Locale;

/// Problems in the shape of Terraform's diagnostics, with our code and hint beside it. Byte offsets are not known and
/// left out.
public final class ProblemJson {

    private ProblemJson() {}

    public static Value.MapValue diagnostic(Problem problem) {
        Document document = new Document()
                .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                .put("summary", problem.summary())
                .put("detail", problem.detail());
        problem.source()
                .ifPresent(source -> document.put("range", range(source)).put("snippet", snippet(source)));
        document.put("code", problem.code().id());
        problem.hint().ifPresent(hint -> document.put("help", Value.texts(List.of(hint))));
        return document.value();
    }

    /// The whole outcome of a command that only found problems, as `terraform validate -json` writes it.
    public static Value.MapValue document(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        return new Document()
                .put("format_version", "1.0")
                .put("valid", errors == 0)
                .put("error_count", errors)
                .put("warning_count", problems.size() - errors)
                .put(
                        "diagnostics",
                        problems.stream().map(ProblemJson::diagnostic).toList())
                .value();
    }

    static Document place(Source source) {
        return new Document()
                .put("file", source.file())
                .put("line", source.line())
                .put("column", source.column());
    }

    private static Document range(Source source) {
        return new Document()
                .put("filename", source.file())
                .put("start", position(source.line(), source.column()))
                .put("end", position(source.line(), source.column() + source.width()));
    }

    private static Document position(int line, int column) {
        return new Document().put("line", line).put("column", column);
    }

    private static Document snippet(Source source) {
        return new Document()
                .put("context", Value.NULL)
                .put("code", source.text())
                .put("start_line", source.line())
                .put("highlight_start_offset", source.column() - 1)
                .put("highlight_end_offset", source.column() - 1 + source.width())
                .put("values", List.of());
    }
}
