package dev.envctl.spec;

import dev.envctl.problem.Source;
import java.util.List;

/// The text of one file, for pointing at places in it. `name` is what people call it: its path relative to the working
/// directory, or `builtin:…`.
record YamlFile(String name, String text, List<String> lines) {

    static YamlFile of(String name, String text) {
        return new YamlFile(name, text, text.lines().toList());
    }

    String line(int line) {
        return line < lines.size() ? lines.get(line) : "";
    }

    /// Line and column count from 0 here, as YAML parsers count.
    Source at(int line, int column, int width) {
        return new Source(name, line + 1, column + 1, Math.max(1, width), line(line));
    }
}
