package dev.envctl.cli;

import dev.envctl.aws.SecretReader;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Supplier;

/// Secrets by reference: `env:NAME`, `file:path` (relative to the working directory), and what AWS keeps. Nothing that
/// is read here may get into a message.
final class SecretResolver {

    private final Shell shell;
    private final Supplier<SecretReader> aws;

    SecretResolver(Shell shell, Supplier<SecretReader> aws) {
        this.shell = shell;
        this.aws = aws;
    }

    String resolve(String reference) {
        if (reference.startsWith("env:")) {
            return variable(reference.substring("env:".length()));
        }
        if (reference.startsWith("file:")) {
            return file(reference.substring("file:".length()));
        }
        if (SecretReader.understands(reference)) {
            return fromAws(reference);
        }
        throw unavailable(
                "\"%s\" is no reference to a secret: use env:NAME, file:PATH, ssm:/PATH or secretsmanager:ID#KEY."
                        .formatted(reference));
    }

    private String variable(String name) {
        return shell.variable(name)
                .orElseThrow(() -> unavailable("The environment variable %s is not set.".formatted(name)));
    }

    private String file(String path) {
        try {
            return Files.readString(shell.directory().resolve(path), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw unavailable("Reading the secret file %s: %s."
                    .formatted(path, unreadable.getClass().getSimpleName()));
        }
    }

    private String fromAws(String reference) {
        try {
            return aws.get().read(reference);
        } catch (ProviderException refused) {
            throw new ProblemException(refused.problem(), refused);
        }
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.of(Code.SECRET_UNAVAILABLE, detail));
    }
}
