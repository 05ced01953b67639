package dev.envctl.runner.forge.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.envctl.runner.forge.ForgeException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// JSON to and from one forge. Paths begin with `/` and are encoded by the caller; errors begin with what was being
/// done and carry the forge's own short reason, cleaned.
public final class Rest {

    /// Makes the header by which the forge knows us, anew for each call so that a changed token counts.
    public interface Authorization {

        String name();

        String value();

        /// The forge does not know us by the last value. One that was kept is good no more.
        default void refused() {}

        static Authorization of(String name, Supplier<String> value) {
            return new Authorization() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public String value() {
                    return value.get();
                }
            };
        }
    }

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build());

    /// Of a hundred entries each; nobody has more open pull requests, and a forge that pages on and on is broken.
    private static final int PAGES = 50;

    private static final Pattern NEXT = Pattern.compile("<([^<>]{1,2000})>;\\s*rel=\"next\"");

    private final Transport transport;
    private final URI base;
    private final Authorization authorization;

    public Rest(Transport transport, URI base, Authorization authorization) {
        this.transport = transport;
        this.base = base;
        this.authorization = authorization;
    }

    /// A path or query part.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Throws unless it is there.
    public JsonNode get(String what, String path) {
        return good(call(what, "GET", path, Map.of()));
    }

    /// Empty when the forge says that there is no such thing, or none that we may see.
    public Optional<JsonNode> find(String what, String path) {
        return present(call(what, "GET", path, Map.of()));
    }

    public JsonNode send(String what, String method, String path, Map<String, ?> body) {
        return good(call(what, method, path, body));
    }

    /// Like [#send], for what may be gone meanwhile.
    public Optional<JsonNode> sendTo(String what, String method, String path, Map<String, ?> body) {
        return present(call(what, method, path, body));
    }

    /// The answer itself, for who wants to look at a refusal.
    public Answer answer(String what, String method, String path, Map<String, ?> body) {
        return send(call(what, method, path, body));
    }

    /// All entries of a list, page by page. Throws where it has no end.
    public List<JsonNode> list(String what, String path) {
        var entries = new ArrayList<JsonNode>();
        boolean ended = pages(what, path, page -> {
            page.forEach(entries::add);
            return true;
        });
        if (!ended) {
            throw new ForgeException(what + ": more than " + PAGES + " pages", false);
        }
        return List.copyOf(entries);
    }

    /// The first entry of a list that is wanted. Pages behind it are not asked for, and what is behind the last one
    /// that we read is as if it were not there.
    public Optional<JsonNode> first(String what, String path, Predicate<JsonNode> wanted) {
        var found = new ArrayList<JsonNode>();
        pages(what, path, page -> {
            page.valueStream().filter(wanted).findFirst().ifPresent(found::add);
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /// Reads while more is wanted. Returns whether that was all that was wanted, or there is.
    private boolean pages(String what, String path, Predicate<JsonNode> wantsMore) {
        Optional<Call> page = Optional.of(call(what, "GET", path, Map.of()));
        for (int number = 0; page.isPresent() && number < PAGES; number++) {
            Answer answer = send(page.get());
            if (!wantsMore.test(good(page.get(), answer))) {
                return true;
            }
            page = next(page.get(), answer);
        }
        return page.isEmpty();
    }

    private static Optional<Call> next(Call page, Answer answer) {
        for (String link : answer.headers().allValues("Link")) {
            Matcher found = NEXT.matcher(link);
            if (found.find()) {
                URI next = URI.create(found.group(1));
                if (!Transport.sameOrigin(page.address(), next)) {
                    throw new ForgeException(page.what() + ": the next page is on another host", false);
                }
                return Optional.of(page.at(next));
            }
        }
        return Optional.empty();
    }

    private Call call(String what, String method, String path, Map<String, ?> body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json");
        headers.put(authorization.name(), authorization.value());
        String text = body.isEmpty() ? "" : write(body);
        if (!text.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return new Call(what, method, URI.create(base + path), headers, text);
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("writing a request; this is a bug in envctl", impossible);
        }
    }

    private Answer send(Call call) {
        Answer answer = transport.send(call);
        if (answer.isStranger()) {
            authorization.refused();
        }
        return answer;
    }

    private JsonNode good(Call call) {
        return good(call, send(call));
    }

    private Optional<JsonNode> present(Call call) {
        Answer answer = send(call);
        return answer.isMissing() ? Optional.empty() : Optional.of(good(call, answer));
    }

    private JsonNode good(Call call, Answer answer) {
        if (!answer.isGood()) {
            throw refusal(call.what(), answer, call.headers().getOrDefault(authorization.name(), ""));
        }
        if (answer.body().isEmpty()) {
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            throw new ForgeException(call.what() + ": the answer is not JSON", true);
        }
    }

    /// The exception for an answer that is none of the good ones; `secret` is in it in no case.
    public static ForgeException refusal(String what, Answer answer, String secret) {
        String bare = secret.substring(secret.indexOf(' ') + 1);
        String said = reason(answer);
        String reason = (bare.isEmpty() ? said : said.replace(bare, "***"))
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        String text =
                what + ": answered " + answer.status() + (reason.isEmpty() ? "" : " (" + shorten(reason, 200) + ")");
        return new ForgeException(text, answer.isPassing());
    }

    private static String reason(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            JsonNode message = body.path("message").isMissingNode() ? body.path("error") : body.path("message");
            return message.isTextual() ? message.textValue() : message.isMissingNode() ? "" : message.toString();
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }

    /// At most so many characters, none of them half.
    public static String shorten(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
