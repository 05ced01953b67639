package dev.envctl.runner.web.access;

/// Where to go after sign-in: a page of ours, never another site.
public final class ReturnPath {

    private static final int LONGEST = 2000;

    private ReturnPath() {}

    /// Browsers take `//host`, `/\host` and paths with control characters for other sites; all of those become `/`.
    public static String of(String wanted) {
        boolean isOurs = wanted.startsWith("/")
                && wanted.length() <= LONGEST
                && wanted.chars().allMatch(letter -> letter > ' ' && letter < 127 && letter != '\\')
                && !wanted.startsWith("//")
                && !wanted.startsWith("/sign-");
        return isOurs ? wanted : "/";
    }
}
