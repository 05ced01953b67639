package dev.envctl.cli;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;

/// The commands by name. Only the one that is asked for is built, because building all of them takes longer than
/// running one.
final class Program {

    private static final Map<String, Function<Program, Command>> COMMANDS = commands();
    private static final String SANDBOX = "sandbox";

    private final Shell shell;
    private final BiFunction<Shell, SharedOptions, Workspace> workspaces;
    private final Service.Starter runner;

    Program(Shell shell, BiFunction<Shell, SharedOptions, Workspace> workspaces) {
        this(shell, workspaces, RunnerService::start);
    }

    Program(Shell shell, BiFunction<Shell, SharedOptions, Workspace> workspaces, Service.Starter runner) {
        this.shell = shell;
        this.workspaces = workspaces;
        this.runner = runner;
    }

    private static Map<String, Function<Program, Command>> commands() {
        Map<String, Function<Program, Command>> commands = new LinkedHashMap<>();
        commands.put("validate", ValidateCommand::new);
        commands.put("render", RenderCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("destroy", DestroyCommand::new);
        commands.put("drift", DriftCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("graph", GraphCommand::new);
        commands.put("trace", TraceCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("unlock", UnlockCommand::new);
        commands.put("changed", ChangedCommand::new);
        commands.put("fmt", FmtCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    int run(List<String> arguments) {
        return commandLine(arguments).execute(arguments.toArray(String[]::new));
    }

    /// The command line with everything on it: for help and completion.
    CommandLine whole() {
        return commandLine(List.of());
    }

    private CommandLine commandLine(List<String> arguments) {
        CommandLine root = new CommandLine(new EnvctlCommand());
        Optional<String> asked = arguments.stream()
                .filter(argument -> COMMANDS.containsKey(argument) || argument.equals(SANDBOX))
                .findFirst();
        boolean isPlain = asked.isPresent() && arguments.getFirst().equals(asked.get());
        COMMANDS.forEach((name, command) -> {
            if (!isPlain || name.equals(asked.get())) {
                root.addSubcommand(name, command.apply(this));
            }
        });
        if (!isPlain || asked.get().equals(SANDBOX)) {
            root.addSubcommand(SANDBOX, sandbox());
        }
        return configured(root);
    }

    private CommandLine sandbox() {
        return new CommandLine(new SandboxCommand())
                .addSubcommand("start", new SandboxStartCommand(this))
                .addSubcommand("reset", new SandboxResetCommand(this))
                .addSubcommand("show", new SandboxShowCommand(this));
    }

    private CommandLine configured(CommandLine root) {
        Map<String, String> exitCodes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values())
                .sorted(Comparator.comparing(ExitCode::number))
                .forEach(code -> exitCodes.put(Integer.toString(code.number()), code.meaning()));
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
        CommandLine.Help.Ansi ansi = shell.terminal().out() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF;
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(Math.max(78, Math.min(120, shell.terminal().columns())))
                .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, _) -> usageError(wrong))
                .setExecutionExceptionHandler((thrown, command, _) -> failed(thrown, command));
    }

    Invocation begin(SharedOptions options) {
        if (options.format.isPicture()) {
            throw ApplyingOptions.invalid("Only a graph can be drawn: use --format text, markdown or json.");
        }
        return beginDrawing(options);
    }

    Invocation beginDrawing(SharedOptions options) {
        if (options.debug) {
            Logging.showDetails();
        }
        Shell here = options.directory.map(shell::in).orElse(shell);
        return new Invocation(here, options, new Console(here, options), workspaces.apply(here, options));
    }

    Service.Starter runner() {
        return runner;
    }

    private int usageError(CommandLine.ParameterException wrong) {
        String message = Optional.ofNullable(wrong.getMessage()).orElse("wrong arguments");
        shell.err().println("error: " + message);
        CommandLine.UnmatchedArgumentException.printSuggestions(
                wrong, new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        shell.err().println("Try: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        shell.err().flush();
        return ExitCode.USAGE.number();
    }

    private int failed(Exception thrown, CommandLine command) {
        SharedOptions options = command.getCommand() instanceof Command ours ? ours.shared() : new SharedOptions();
        List<Problem> problems = switch (thrown) {
            case ProblemException found -> found.problems();
            case ProviderException refused -> List.of(refused.problem());
            default -> List.of(internal(thrown, options.debug));
        };
        new Console(shell, options).problems(problems);
        return ExitCode.of(problems).number();
    }

    private static Problem internal(Exception thrown, boolean debug) {
        Problem problem = Problem.of(Code.INTERNAL, "This is a bug in envctl: " + thrown);
        if (!debug) {
            return problem.withHint("Please report it with the output of the same command with --debug.");
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return problem.withHint(trace.toString());
    }
}
