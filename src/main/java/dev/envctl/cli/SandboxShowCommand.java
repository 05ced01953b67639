package dev.envctl.cli;

import dev.envctl.report.Json;
import dev.envctl.report.Words;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// What the emulated account holds, table by table, read from its state without waking it.
@CommandLine.Command(name = "show", description = "List what the sandbox holds.")
final class SandboxShowCommand implements Command {

    private static final String GONE = " (deleted, still listed)";
    private static final Set<String> BOOKKEEPING = Set.of(
            "sandbox",
            "identifiers",
            "cloudtrail.counters",
            "cloudtrail.events",
            "ec2.client-tokens",
            "eks.updates",
            "sts.sessions",
            "tagging.listing");

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    SandboxShowCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        Invocation invocation = program.begin(shared);
        SandboxHome home = SandboxHome.of(invocation.shell().directory());
        Value.MapValue tables = tables(home.directory().resolve("state.json"));
        invocation.console().result(shared.isForPrograms() ? Json.pretty(tables) : text(tables));
        return ExitCode.OK.number();
    }

    private static Value.MapValue tables(Path state) {
        if (!Files.exists(state)) {
            return Value.MapValue.EMPTY;
        }
        try {
            return ValueJson.read(Files.readString(state, StandardCharsets.UTF_8)) instanceof Value.MapValue map
                            && map.get("tables").orElse(Value.NULL) instanceof Value.MapValue tables
                    ? tables
                    : Value.MapValue.EMPTY;
        } catch (IOException broken) {
            throw new UncheckedIOException("reading " + state, broken);
        }
    }

    private static String text(Value.MapValue tables) {
        List<String> lines = new ArrayList<>();
        tables.entries().forEach((name, rows) -> {
            if (rows instanceof Value.MapValue map && !map.isEmpty() && !isBookkeeping(name)) {
                lines.add(name + " (" + map.entries().size() + ")");
                map.entries().forEach((key, row) -> lines.add("  " + Words.printable(key) + (isGone(row) ? GONE : "")));
            }
        });
        return lines.isEmpty()
                ? "The sandbox is new: nothing has been done in it yet.\n"
                : String.join("\n", lines) + "\n";
    }

    /// AWS lists what was deleted for an hour, or for ever.
    private static boolean isGone(Value row) {
        return row instanceof Value.MapValue fields
                && (fields.text("deletedAt").isPresent()
                        || fields.text("state").filter("TERMINATED"::equals).isPresent());
    }

    /// Nothing that an account would list as things of its own.
    private static boolean isBookkeeping(String table) {
        return BOOKKEEPING.contains(table) || table.endsWith(".tags") || table.endsWith("/version");
    }
}
