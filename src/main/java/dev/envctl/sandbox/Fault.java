package dev.envctl.sandbox;

import java.time.Duration;

/// What goes wrong with a call.
public sealed interface Fault {

    /// Refused with the service's own throttling code.
    record Throttle() implements Fault {}

    /// Refused for lack of rights.
    record Deny() implements Fault {}

    /// The service breaks before it does anything, with a status of 500 or more.
    record Break(int status) implements Fault {}

    /// Refused with a code of the test's choice.
    record Refuse(String code, int status, String message) implements Fault {}

    /// The call is done, and the connection ends without an answer.
    record CutAfter() implements Fault {}

    /// The connection ends before anything is done.
    record CutBefore() implements Fault {}

    /// Runs the test's code before the call is done, and then ends the connection: the caller has died.
    record CrashBefore(Runnable crash) implements Fault {}

    /// Runs the test's code once the call is done and durable, and then ends the connection.
    record CrashAfter(Runnable crash) implements Fault {}

    /// Answers late, in real time.
    record Delay(Duration duration) implements Fault {}
}
