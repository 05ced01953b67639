package dev.envctl.runner.web;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Reads what a request asks for; what makes no sense is a bad request.
final class Asked {

    private Asked() {}

    static long id(Context context) {
        return number("id", context.pathParam("id"), Long.MAX_VALUE);
    }

    static Optional<Long> number(Context context, String name, long most) {
        return text(context, name).map(value -> number(name, value, most));
    }

    static Optional<String> text(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
    }

    static <E extends Enum<E>> Optional<E> choice(Context context, String name, Class<E> type) {
        return text(context, name).map(value -> choice(name, value, type));
    }

    static <E extends Enum<E>> E choice(String name, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> WebException.badRequest("\"" + name + "\" is one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Asked::word)
                                        .toList())
                        + "."));
    }

    /// Constants as they are written in JSON and links.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static long number(String name, String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, for both
        }
        throw WebException.badRequest("\"" + name + "\" is a number from 0 to " + most + ".");
    }
}
