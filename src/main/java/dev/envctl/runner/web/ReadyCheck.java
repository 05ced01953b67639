package dev.envctl.runner.web;

import java.util.Optional;
import java.util.function.Supplier;

/// One thing without which the runner is of no use. `problem` says what is wrong, empty when nothing is; an exception
/// is a problem, too.
public record ReadyCheck(String name, Supplier<Optional<String>> problem) {}
