package dev.envctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.provider.ProviderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsAuthTextTest {

    private static final AwsAuthText.Entry EMR = new AwsAuthText.Entry(
            "arn:aws:iam::000000000000:role/AWSServiceRoleForAmazonEMRContainers", "emr-containers");

    private static final String EMR_TEXT = """
        - rolearn: arn:aws:iam::000000000000:role/AWSServiceRoleForAmazonEMRContainers
          username: emr-containers
        """;

    /// Spelled as nobody would print it again.
    private static final String NODES = """
        # nodes: do not touch
        - groups: [ system:bootstrappers,   "system:nodes" ]
          rolearn:   arn:aws:iam::000000000000:role/node   # from the platform team
          username: 'system:node:{{EC2PrivateDNSName}}'
        """;

    @Test
    void addsItsEntryBehindTheOthersAndTakesItOutAgain() {
        String with = AwsAuthText.with(NODES, EMR);

        assertThat(with).isEqualTo(NODES + EMR_TEXT);
        assertThat(AwsAuthText.contains(with, EMR)).isTrue();
        assertThat(AwsAuthText.with(with, EMR)).isEqualTo(with);
        assertThat(AwsAuthText.without(with, EMR)).isEqualTo(NODES);
        assertThat(AwsAuthText.without(NODES, EMR)).isEqualTo(NODES);
    }

    @Test
    void keepsTheIndentationOfTheList() {
        String indented = NODES.indent(4);

        assertThat(AwsAuthText.with(indented, EMR)).isEqualTo(indented + EMR_TEXT.indent(4));
        assertThat(AwsAuthText.without(AwsAuthText.with(indented, EMR), EMR)).isEqualTo(indented);
    }

    @Test
    void completesALastLineWithoutItsEnd() {
        assertThat(AwsAuthText.with(NODES.stripTrailing(), EMR)).isEqualTo(NODES + EMR_TEXT);
    }

    @Test
    void leavesCommentsBehindTheListBehindIt() {
        assertThat(AwsAuthText.with(NODES + "\n# end\n", EMR)).isEqualTo(NODES + EMR_TEXT + "\n# end\n");
    }

    @Test
    void takesOutEveryCopyAndLeavesWhatStandsBetween() {
        String text = EMR_TEXT + NODES + EMR_TEXT + "# people\n- rolearn: admin\n  username: admin\n";

        assertThat(AwsAuthText.without(text, EMR)).isEqualTo(NODES + "# people\n- rolearn: admin\n  username: admin\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[]\n", "null\n", "\n"})
    void startsAListWhereThereIsNone(String empty) {
        String with = AwsAuthText.with(empty, EMR);

        assertThat(AwsAuthText.contains(with, EMR)).isTrue();
        assertThat(AwsAuthText.contains(AwsAuthText.without(with, EMR), EMR)).isFalse();
        assertThat(AwsAuthText.with(AwsAuthText.without(with, EMR), EMR)).contains(EMR_TEXT);
    }

    @Test
    void keepsCommentsOfAnEmptyList() {
        assertThat(AwsAuthText.with("# nobody yet\n", EMR)).isEqualTo("# nobody yet\n" + EMR_TEXT);
    }

    @Test
    void editsListsInBrackets() {
        String flow = "[{\"rolearn\": \"ä-node\", \"username\": \"node\"}]\n";
        String with = AwsAuthText.with(flow, EMR);

        assertThat(AwsAuthText.contains(with, EMR)).isTrue();
        assertThat(with).startsWith("[{\"rolearn\": \"ä-node\", \"username\": \"node\"}, {");
        assertThat(AwsAuthText.without(with, EMR)).isEqualTo(flow);
    }

    @Test
    void theSameRoleUnderAnotherNameIsSomebodyElses() {
        String other = EMR_TEXT.replace("emr-containers", "mine");

        assertThat(AwsAuthText.contains(other, EMR)).isFalse();
        assertThat(AwsAuthText.without(other, EMR)).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a: [", "a: b"})
    void refusesWhatItCannotRead(String broken) {
        assertThatThrownBy(() -> AwsAuthText.with(broken, EMR))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("aws-auth cannot be read");
    }
}
