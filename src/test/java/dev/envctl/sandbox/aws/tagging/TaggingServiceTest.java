package dev.envctl.sandbox.aws.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.InvalidParameterException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.s3.S3Client;

@SuppressWarnings("unchecked") // the SDK takes varargs of consumers
class TaggingServiceTest {

    private static final Duration LAG = Duration.ofSeconds(5);

    private final TurnableClock clock = new TurnableClock();
    private Sandbox sandbox = Sandbox.inMemory(SandboxOptions.at(clock));

    @AfterEach
    void close() {
        sandbox.close();
    }

    private SandboxClients clients() {
        return new SandboxClients(sandbox.endpoint());
    }

    private void bucket(String name, String owner) {
        var tag = software.amazon.awssdk.services.s3.model.Tag.builder()
                .key("owner")
                .value(owner)
                .build();
        var s3 = clients().client(S3Client.builder());
        s3.createBucket(bucket -> bucket.bucket(name));
        s3.putBucketTagging(bucket -> bucket.bucket(name).tagging(tags -> tags.tagSet(tag)));
    }

    private List<String> owned(String owner) {
        var filter = TagFilter.builder().key("owner").values(owner).build();
        return clients()
                .client(ResourceGroupsTaggingApiClient.builder())
                .getResourcesPaginator(resources -> resources.tagFilters(filter).resourcesPerPage(2))
                .resourceTagMappingList()
                .stream()
                .map(ResourceTagMapping::resourceARN)
                .toList();
    }

    @Test
    void findsWhatCarriesTheTagInPages() {
        IntStream.range(0, 5).forEach(number -> bucket("bucket-" + number, "me"));
        bucket("other", "you");

        assertThat(owned("me")).hasSize(5).first().isEqualTo("arn:aws:s3:::bucket-0");
        assertThat(owned("you")).containsExactly("arn:aws:s3:::other");
    }

    @Test
    void listsPoliciesButNoRoles() {
        var iam = clients().client(IamClient.builder());
        var tag = Tag.builder().key("owner").value("me").build();
        iam.createRole(
                role -> role.roleName("job").assumeRolePolicyDocument("""
                    {"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                    """).tags(tag));
        iam.createPolicy(policy -> policy.policyName("p")
                .policyDocument("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}")
                .tags(tag));

        assertThat(owned("me")).containsExactly("arn:aws:iam::000000000000:policy/p");
    }

    @Test
    void filtersByType() {
        bucket("logs", "me");
        var tagging = clients().client(ResourceGroupsTaggingApiClient.builder());

        assertThat(tagging.getResources(resources -> resources.resourceTypeFilters("s3"))
                        .resourceTagMappingList())
                .hasSize(1);
        assertThat(tagging.getResources(resources -> resources.resourceTypeFilters("ec2:vpc"))
                        .resourceTagMappingList())
                .isEmpty();
        assertThatThrownBy(() -> tagging.getResources(
                        resources -> resources.resourceTypeFilters("s3").resourceARNList("arn:aws:s3:::logs")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void showsChangesLateWhenToldTo() {
        sandbox.close();
        sandbox = Sandbox.inMemory(SandboxOptions.at(clock).withTaggingLag(LAG));
        bucket("logs", "me");

        assertThat(owned("me")).isEmpty();
        clock.turn(LAG);
        assertThat(owned("me")).containsExactly("arn:aws:s3:::logs");

        clients().client(S3Client.builder()).deleteBucket(bucket -> bucket.bucket("logs"));
        assertThat(owned("me")).containsExactly("arn:aws:s3:::logs");
        clock.turn(LAG);
        assertThat(owned("me")).isEmpty();
    }
}
