package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.Run;
import dev.envctl.runner.run.RunResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LogStreamTest {

    private Site site;
    private Samples samples;
    private Run run;

    @BeforeEach
    void open() {
        site = Site.open();
        samples = new Samples(site);
        run = samples.begun(Site.DEV, Run.Kind.PLAN);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private BufferedReader watch(Client client, String query) {
        HttpResponse<InputStream> response = client.open("/runs/" + run.id() + "/stream" + query);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /// Reads to a line that begins so.
    private static List<String> readTo(BufferedReader events, String end) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            lines.add(line);
            if (line.startsWith(end)) {
                return lines;
            }
        }
        throw new AssertionError("ended without " + end + ": " + lines);
    }

    @Test
    void sendsLinesAsTheyAreWrittenAndEndsWithTheRun() throws IOException {
        try (BufferedReader events = watch(Client.bearer(site, "read-token"), "")) {
            assertThat(readTo(events, "data: running"))
                    .contains("id: 1", "event: line", "id: 2", "event: state")
                    .anyMatch(line -> line.endsWith(" VirtualCluster/spark: Modifying…"));

            samples.log(run).line("one\ntwo");
            assertThat(readTo(events, "id: 3")).isNotEmpty();
            assertThat(readTo(events, "data: ").getLast()).endsWith(" one\\ntwo");

            site.runs.end(run, Run.State.SUCCEEDED, RunResult.of("done"));
            assertThat(readTo(events, "event: over")).contains("event: state", "data: succeeded");
            assertThat(events.readLine()).isEqualTo("data: succeeded");
            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).isNull();
        }
    }

    @Test
    void goesOnWhereTheBrowserWas() throws IOException {
        Client client = Client.bearer(site, "read-token");
        try (BufferedReader events = watch(client, "?after=1")) {
            assertThat(readTo(events, "data: running")).contains("id: 2").doesNotContain("id: 1");
        }
        client.headers.put("Last-Event-ID", "2");
        try (BufferedReader events = watch(client, "?after=0")) {
            assertThat(readTo(events, "data: running")).doesNotContain("id: 1", "id: 2");
        }
    }

    @Test
    void saysThatARunIsToldToStop() throws IOException {
        try (BufferedReader events = watch(Client.bearer(site, "read-token"), "")) {
            readTo(events, "data: running");

            site.runs.cancel(run.id(), "alice");

            assertThat(readTo(events, "data: running-stopping")).contains("event: state");
        }
    }

    @Test
    void aLineCannotForgeAnEvent() throws IOException {
        samples.log(run).line("innocent\r\nevent: over\r\ndata: succeeded\n\nid: 99");
        try (BufferedReader events = watch(Client.bearer(site, "read-token"), "")) {
            assertThat(readTo(events, "event: state")).doesNotContain("event: over", "id: 99");
        }
    }

    @Test
    void watchersAreSentAwayWhenTheServerStops() throws IOException {
        try (BufferedReader events = watch(Client.bearer(site, "read-token"), "")) {
            readTo(events, "data: running");

            site.server.close();

            assertThat(events.lines().toList()).allMatch(String::isEmpty);
        }
    }

    @Test
    void thereIsNoStreamOfNoRun() {
        assertThat(Client.bearer(site, "read-token").get("/runs/4711/stream").status())
                .isEqualTo(404);
    }
}
