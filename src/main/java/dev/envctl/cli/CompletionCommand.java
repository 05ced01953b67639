package dev.envctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A script that teaches a shell the commands and options.
@CommandLine.Command(
        name = "completion",
        description = "Write a completion script.",
        footer = {
            "",
            "bash, zsh:  source <(envctl completion bash)",
            "fish:       envctl completion fish > ~/.config/fish/completions/envctl.fish"
        })
final class CompletionCommand implements Command {

    enum ShellName {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private ShellName name = ShellName.BASH;

    @Mixin
    private final SharedOptions shared = new SharedOptions();

    private final Program program;

    CompletionCommand(Program program) {
        this.program = program;
    }

    @Override
    public SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        CommandLine whole = program.whole();
        program.begin(shared)
                .console()
                .result(
                        switch (name) {
                            case BASH -> AutoComplete.bash("envctl", whole);
                            case ZSH ->
                                "autoload -U +X bashcompinit && bashcompinit\n" + AutoComplete.bash("envctl", whole);
                            case FISH -> fish(whole);
                        });
        return ExitCode.OK.number();
    }

    private static String fish(CommandLine root) {
        List<String> lines = new ArrayList<>();
        String none = "__fish_use_subcommand";
        root.getSubcommands().forEach((command, line) -> {
            lines.add("complete -c envctl -n %s -f -a %s -d '%s'".formatted(none, command, description(line)));
            lines.addAll(options(line, "__fish_seen_subcommand_from " + command));
        });
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> options(CommandLine line, String condition) {
        List<String> lines = new ArrayList<>();
        line.getCommandSpec().options().forEach(option -> {
            String value = option.arity().max() > 0 ? " -r" : "";
            lines.add("complete -c envctl -n '%s' -l %s%s -d '%s'"
                    .formatted(
                            condition,
                            option.longestName().substring(2),
                            value,
                            quoted(String.join(" ", option.description()))));
        });
        return lines;
    }

    private static String description(CommandLine line) {
        return quoted(String.join(" ", line.getCommandSpec().usageMessage().description()));
    }

    private static String quoted(String text) {
        return text.replace("'", "\\'");
    }
}
