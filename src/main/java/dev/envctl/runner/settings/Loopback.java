package dev.envctl.runner.settings;

import org.jspecify.annotations.Nullable;

/// Addresses that only this machine reaches, told without asking the network for a name.
public final class Loopback {

    private Loopback() {}

    public static boolean is(@Nullable String host) {
        return host != null && host.matches("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");
    }
}
