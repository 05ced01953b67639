package dev.envctl.aws.glue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.apply.ApplyResult;
import dev.envctl.spec.Environment;
import dev.envctl.testing.Plans;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.SandboxCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;

class GlueDatabaseSandboxTest {

    @TempDir
    Path directory;

    private final SandboxCloud cloud = new SandboxCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private Environment environment(String written, String instead) {
        try {
            String text = Files.readString(Path.of("src/test/resources/contract/GlueDatabase.yaml"));
            Files.writeString(directory.resolve("environment.yaml"), text.replace(written, instead));
            return SandboxCloud.load(directory, Map.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private GlueClient glue() {
        return new SandboxClients(cloud.sandbox().endpoint()).client(GlueClient.builder());
    }

    @Test
    void keepsADatabaseThatHoldsTables() {
        cloud.apply(cloud.plan(environment("", "")));
        glue().createTable(table -> table.databaseName("contract_subject").tableInput(input -> input.name("sales")));

        ApplyResult result = cloud.apply(cloud.planDestroy(environment("", "")));

        assertThat(result.isComplete()).isFalse();
        assertThat(result.outcomes().toString()).contains("holds tables, which would go with it");
    }

    @Test
    void leavesWhatItsDocumentLeavesOpenAsItIs() {
        cloud.apply(cloud.plan(environment("", "")));
        Environment open = environment("  locationUri: s3://contract-warehouse/subject\n", "");
        Environment changed = environment(
                "description: ${input.description}\n  locationUri: s3://contract-warehouse/subject\n",
                "description: other\n");

        assertThat(Plans.changes(cloud.plan(open))).isEmpty();
        cloud.apply(cloud.plan(changed));

        var database =
                glue().getDatabase(request -> request.name("contract_subject")).database();
        assertThat(database.description()).isEqualTo("other");
        assertThat(database.locationUri()).isEqualTo("s3://contract-warehouse/subject");
        assertThat(database.createTableDefaultPermissions()).hasSize(1);
    }
}
