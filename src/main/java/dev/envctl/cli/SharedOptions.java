package dev.envctl.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What every command takes.
final class SharedOptions {

    enum Format {
        TEXT,
        MARKDOWN,
        JSON,
        MERMAID,
        DOT;

        boolean isPicture() {
            return this == MERMAID || this == DOT;
        }
    }

    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How to write the result: text, markdown or json; a graph also as mermaid or dot.")
    Format format = Format.TEXT;

    @Option(
            names = "--json",
            description = "Write a stream of events, one JSON object a line, as Terraform's -json does.")
    boolean json;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Give an input of the environment a value. May be repeated.")
    Map<String, String> inputs = new LinkedHashMap<>();

    @Option(names = "--color", paramLabel = "WHEN", description = "Colour: auto, always or never.")
    Colour colour = Colour.AUTO;

    @Option(names = "--plain", description = "Nothing but ASCII, no colour, no moving lines.")
    boolean plain;

    @Option(names = "--debug", description = "Log to stderr what is done, and show where an internal error came from.")
    boolean debug;

    @Option(names = "--chdir", paramLabel = "DIR", description = "Work as if started in this directory.")
    Optional<Path> directory = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /// A program reads stdout, so nothing else may stand there and nobody can be asked.
    boolean isForPrograms() {
        return json || format == Format.JSON;
    }
}
