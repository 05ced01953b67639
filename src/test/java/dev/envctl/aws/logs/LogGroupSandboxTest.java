package dev.envctl.aws.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.apply.ApplyResult;
import dev.envctl.spec.Environment;
import dev.envctl.testing.KindTrial;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import dev.envctl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

class LogGroupSandboxTest {

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private Environment environment(String written, String instead) {
        try {
            String text = Files.readString(Path.of("src/test/resources/contract/LogGroup.yaml"));
            Files.writeString(directory.resolve("environment.yaml"), text.replace(written, instead));
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private CloudWatchLogsClient logs() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(CloudWatchLogsClient.builder());
    }

    @Test
    void doesNotTakeAnotherGroupForItsOwnBecauseTheNameBeginsAlike() {
        logs().createLogGroup(group -> group.logGroupName("/contract/subject-of-others"));

        assertThat(Plans.changes(cloud.plan(environment("", "")))).isEqualTo("+ LogGroup/subject");
    }

    @Test
    void keepsEventsForEverWhenRetentionIsZero() {
        cloud.apply(cloud.plan(environment("", "")));
        Environment forEver = environment("days: 7", "days: 0");

        assertThat(cloud.apply(cloud.plan(forEver)).isComplete()).isTrue();

        assertThat(logs().describeLogGroups().logGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.retentionInDays()).isNull());
        assertThat(cloud.plan(forEver).isEmpty()).isTrue();
    }

    @Test
    void doesNotDeleteWhatIsProtected() {
        Environment guarded = environment("retentionInDays:", "deletionProtectionEnabled: true\n  retentionInDays:");
        cloud.apply(cloud.plan(guarded));

        ApplyResult result = cloud.apply(cloud.planDestroy(guarded));

        assertThat(result.outcomes().toString())
                .contains("has deletion protection")
                .contains("deletionProtectionEnabled: false");
        cloud.apply(
                cloud.plan(environment("retentionInDays:", "deletionProtectionEnabled: false\n  retentionInDays:")));
        assertThat(cloud.apply(cloud.planDestroy(guarded)).isComplete()).isTrue();
    }

    @Test
    void findsMoreGroupsThanOneSearchTakes() {
        KindTrial groups = KindTrial.inSandbox(
                KindTrial.provider(URI.create(cloud.sandbox().endpoint())), "LogGroup", cloud.clock());
        IntStream.range(0, 60)
                .forEach(number ->
                        groups.create("group-" + number, Value.map("logGroupName", Value.of("/many/" + number))));
        cloud.sandbox().calls().clear();

        assertThat(groups.owned()).hasSize(60);

        assertThat(cloud.sandbox().calls().of("logs", "DescribeLogGroups")).hasSize(2);
    }

    @Test
    void searchesByNameStandAlone() {
        assertThatThrownBy(() -> logs().describeLogGroups(
                                request -> request.logGroupIdentifiers("/a").logGroupNamePrefix("/")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> logs().describeLogGroups(request ->
                        request.logGroupIdentifiers("arn:aws:logs:us-east-1:000000000000:log-group:/a")))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(logs().describeLogGroups(request -> request.logGroupIdentifiers("/nowhere"))
                        .logGroups())
                .isEmpty();
    }

    @Test
    void refusesAGroupThatSomebodyElseMade() {
        logs().createLogGroup(group -> group.logGroupName("/contract/subject"));

        assertThatThrownBy(() -> cloud.plan(environment("", ""))).hasMessageContaining("exists already");
    }
}
