package dev.envctl.runner;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.envctl.runner.settings.RunnerSettings.ApplyOn;
import dev.envctl.testing.RawHttp;
import dev.envctl.testing.RawHttp.Answer;
import dev.envctl.testing.RunnerStory;
import dev.envctl.testing.TestDatabase;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.World.Permission;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// A whole runner, everything that it logs, and whoever wants to harm it.
final class AttackedRunner implements AutoCloseable {

    /// Behind a proxy each visitor has an address of its own, and failed sign-ins are counted by it.
    static final String ELSEWHERE = "X-Forwarded-For: 203.0.113.";

    static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private static final Pattern SET = Pattern.compile("(?im)^set-cookie: *(([^=\\s]+)=([^;\\s]+))[^\\r\\n]*");

    final RunnerStory story;
    final RawHttp http;
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    AttackedRunner(Path directory, TestDatabase database) {
        this(() -> new RunnerStory(directory, FakeGitHub.withToken(), ApplyOn.COMMENT, Optional.of(database.url())));
    }

    AttackedRunner(Supplier<RunnerStory> begin) {
        appender.start();
        root().addAppender(appender);
        ours().setLevel(Level.TRACE);
        story = begin.get();
        http = new RawHttp(story.runner().address());
        story.forge().permitAll(story.repository(), Permission.WRITE, "alice", "bob");
        story.forge().permitAll(story.repository(), Permission.READ, "reader");
    }

    private static Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private static Logger ours() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.envctl");
    }

    FakeForge forge() {
        return story.forge();
    }

    String logs() {
        return String.join("\n", logged);
    }

    static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    Answer asAdmin(String path) {
        return http.ask("GET " + path, "", bearer(RunnerStory.ADMIN_TOKEN));
    }

    /// The session's cookie is in the answer. `other` is a cookie that the browser has already, or empty.
    Answer signIn(String next, String token, String other) {
        Answer form = http.ask("GET /sign-in", "");
        String body = "csrf=" + encode(csrf(form.body())) + "&token=" + encode(token) + "&next=" + encode(next);
        String cookies = cookie(form) + (other.isEmpty() ? "" : "; " + other);
        return http.ask("POST /sign-in", body, FORM, "Cookie: " + cookies);
    }

    /// `name=value` of the first that is set.
    static String cookie(Answer answer) {
        Matcher matcher = SET.matcher(answer.head());
        return matcher.find() ? matcher.group(1) : "";
    }

    static String csrf(String page) {
        Matcher matcher = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(page);
        return matcher.find() ? matcher.group(1) : "";
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        story.close();
        root().detachAppender(appender);
        ours().setLevel(null);
    }
}
