package dev.envctl.runner.forge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.runner.forge.Forge.IssueText;
import dev.envctl.runner.forge.OwnMark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Our comments of one conversation, or our issues of one repository: each is written once and then over itself. One
/// that is not known by its number, because the process that wrote it died before it could keep that, is known by its
/// mark. For one write, by one thread.
public final class OwnTexts {

    /// Where such texts are: made and listed at `path`, listed with `query` behind it, which for issues ends where
    /// the name of an author belongs; one is at `one` with its number behind it, and changed there by `method`.
    public record Shelf(String path, String query, String one, String method, Fields fields) {}

    /// Of what the forge answers; `author` is a JSON pointer to a name.
    public record Fields(String number, String text, String author) {}

    /// The shortest that a forge has.
    private static final int TITLE = 255;

    private final String what;
    private final Rest rest;
    private final Shelf shelf;
    private final UnaryOperator<String> ourselves;
    private Optional<String> account = Optional.empty();

    private OwnTexts(String what, Rest rest, Shelf shelf, UnaryOperator<String> ourselves) {
        this.what = what;
        this.rest = rest;
        this.shelf = shelf;
        this.ourselves = ourselves;
    }

    /// `ourselves` gives the name of our account, by a call for what is being done, when there is somebody to
    /// compare it with.
    public static OwnTexts in(Conversation where, Rest rest, Shelf shelf, UnaryOperator<String> ourselves) {
        return new OwnTexts("commenting on " + where.number() + " of " + where.repository(), rest, shelf, ourselves);
    }

    /// The issues of a repository; `ourselves` as above.
    public static OwnTexts of(String repository, Rest rest, Shelf shelf, UnaryOperator<String> ourselves) {
        return new OwnTexts("writing an issue of " + repository, rest, shelf, ourselves);
    }

    /// Returns the number that the comment has.
    public long comment(Optional<Long> known, OwnMark mark, String body) {
        Map<String, String> text = Map.of(shelf.fields().text(), mark.under(body));
        return known.flatMap(number -> change(number, text))
                .or(() -> earlier(shelf.query(), mark).flatMap(number -> change(number, text)))
                .orElseGet(() -> make(text));
    }

    /// `state` opens or closes one that is there; a new one is open. Returns the number that the issue has; empty
    /// where there is none and none was to be opened.
    public Optional<Integer> issue(Optional<Integer> known, IssueText issue, Map<String, String> state) {
        var words = new LinkedHashMap<String, String>();
        words.put("title", Rest.shorten(issue.title(), TITLE));
        words.put(shelf.fields().text(), issue.mark().under(issue.body()));
        var whole = new LinkedHashMap<>(words);
        whole.putAll(state);
        return known.flatMap(number -> change(number, whole))
                .or(() -> earlier(shelf.query() + Rest.encode(account()), issue.mark())
                        .flatMap(number -> change(number, whole)))
                .or(() -> issue.open() ? Optional.of(make(words)) : Optional.empty())
                .map(Math::toIntExact);
    }

    /// Empty when it is gone. Gitea answers with nothing for what is there and has no text.
    private Optional<Long> change(long number, Map<String, String> fields) {
        return rest.sendTo(what, shelf.method(), shelf.one() + number, fields)
                .filter(changed -> changed.has(shelf.fields().number()))
                .map(_ -> number);
    }

    private long make(Map<String, String> fields) {
        return numberOf(rest.send(what, "POST", shelf.path(), fields));
    }

    private Optional<Long> earlier(String query, OwnMark mark) {
        return rest.first(what, shelf.path() + query, entry -> isOurs(entry, mark))
                .map(this::numberOf);
    }

    private long numberOf(JsonNode answer) {
        return answer.path(shelf.fields().number()).asLong();
    }

    /// A mark can be copied, and what somebody else wrote is not ours to write over. GitHub lists pull requests
    /// among issues.
    private boolean isOurs(JsonNode entry, OwnMark mark) {
        return mark.isUnder(entry.path(shelf.fields().text()).asText())
                && !entry.path("pull_request").isObject()
                && entry.at(shelf.fields().author()).asText().equals(account());
    }

    private String account() {
        if (account.isEmpty()) {
            account = Optional.of(ourselves.apply(what));
        }
        return account.get();
    }
}
