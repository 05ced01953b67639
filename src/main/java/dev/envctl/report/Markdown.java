package dev.envctl.report;

/// Pieces of Markdown in which no text from a file or a service can become markup: everything foreign stands in a code
/// span or a fence longer than any run of backticks in it, where neither HTML nor mentions work.
public final class Markdown {

    private Markdown() {}

    public static String code(String text) {
        String printable = Words.printable(text);
        String fence = "`".repeat(longestRun(printable) + 1);
        boolean touches = printable.startsWith("`") || printable.endsWith("`");
        return touches ? fence + " " + printable + " " + fence : fence + printable + fence;
    }

    public static String fenced(String language, String text) {
        String fence = "`".repeat(Math.max(3, longestRun(text) + 1));
        return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n";
    }

    public static String details(String summary, String content) {
        return "<details><summary>" + summary + "</summary>\n\n" + content + "\n</details>\n";
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
