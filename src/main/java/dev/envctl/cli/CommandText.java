package dev.envctl.cli;

/// Commands that are proposed to the user, ready to be copied into a shell.
final class CommandText {

    private CommandText() {}

    static String of(String command, String directory, SharedOptions options) {
        StringBuilder text =
                new StringBuilder("envctl ").append(command).append(' ').append(quoted(directory));
        options.inputs.forEach((name, value) -> text.append(" --set ").append(quoted(name + "=" + value)));
        options.directory.ifPresent(path -> text.append(" --chdir ").append(quoted(path.toString())));
        return text.toString();
    }

    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
