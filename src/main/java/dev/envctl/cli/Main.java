package dev.envctl.cli;

/// Where the process begins and ends.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// One command as a call: what tests and the training of the start-up cache use.
    static int run(String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            System.out.println("envctl " + Version.text());
            return 0;
        }
        System.err.println("usage: envctl --version");
        return 3;
    }
}
