package dev.envctl.runner.forge;

import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Who may do something, as the settings say it: `user:NAME`, `team:NAME` or `writers`.
public sealed interface Principal {

    record User(String name) implements Principal {

        public boolean is(String user) {
            return name.toLowerCase(Locale.ROOT).equals(user.toLowerCase(Locale.ROOT));
        }
    }

    record Team(String name) implements Principal {}

    record Writers() implements Principal {}

    /// What can be an account's name on any of the forges, and the segment of a path.
    Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}(\\[bot])?");

    /// Whether `user` is who `principal` says; what is asked of the forge begins with what is being done.
    static boolean is(String user, String principal, BiPredicate<String, String> isInTeam, Predicate<String> mayWrite) {
        Principal wanted = parse(principal);
        if (!isAccount(user)) {
            return false;
        }
        String what = "looking up whether " + user + " is " + principal;
        return switch (wanted) {
            case User named -> named.is(user);
            case Team team -> isInTeam.test(what, team.name());
            case Writers _ -> mayWrite.test(what);
        };
    }

    /// Throws when it is none of the three.
    static Principal parse(String text) {
        if (text.equals("writers")) {
            return new Writers();
        }
        String name = text.substring(text.indexOf(':') + 1);
        if (text.startsWith("user:") && !name.isEmpty()) {
            return new User(name);
        }
        if (text.startsWith("team:") && !name.isEmpty()) {
            return new Team(name);
        }
        throw new ForgeException(
                "looking up who may do something: \"" + text + "\" is neither user:NAME, team:NAME nor writers", false);
    }

    /// Whether the name can be asked about at all; what cannot be an account is nobody.
    static boolean isAccount(String user) {
        return ACCOUNT.matcher(user).matches() && !user.contains("..");
    }
}
