package dev.envctl.cli;

import java.util.concurrent.Callable;

/// A subcommand: its options, and what it does with them.
interface Command extends Callable<Integer> {

    SharedOptions shared();
}
