package dev.envctl.testing;

/// The end of the process in the middle of something, as far as a test can have it: nothing that it would have done
/// afterwards is done.
public final class Death extends Error {

    private static final long serialVersionUID = 1;
}
