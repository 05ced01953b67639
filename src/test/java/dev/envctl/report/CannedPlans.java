package dev.envctl.report;

import static dev.envctl.testing.ChangeBuilder.change;
import static dev.envctl.value.Value.UNKNOWN;
import static dev.envctl.value.Value.list;
import static dev.envctl.value.Value.map;

import dev.envctl.plan.Action;
import dev.envctl.plan.Divergence;
import dev.envctl.plan.Plan;
import dev.envctl.plan.Reason;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.testing.PlanBuilder;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The plans that every format is shown with.
final class CannedPlans {

    private CannedPlans() {}

    private static Value of(String text) {
        return Value.of(text);
    }

    private static Value of(long number) {
        return Value.of(number);
    }

    private static Value of(boolean flag) {
        return Value.of(flag);
    }

    static SequencedMap<String, Plan> all() {
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        plans.put("create", create());
        plans.put("replace-chain", replaceChain());
        plans.put("secrets", secrets());
        plans.put("divergence", divergence());
        plans.put("adopt-and-rename", adoptAndRename());
        plans.put("leftovers", leftovers());
        plans.put("partial", partial());
        plans.put("documents", documents());
        plans.put("nested-fields", nestedFields());
        plans.put("hostile-text", hostileText());
        plans.put("no-changes", noChanges());
        plans.put("destroy", destroy());
        return Ordered.copyOf(plans);
    }

    private static Plan create() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("Vpc/main", Action.READ)
                                .id("vpc-0a1b")
                                .before("vpcId", of("vpc-0a1b"), "cidrBlock", of("10.0.0.0/16"))
                                .after("vpcId", of("vpc-0a1b"), "cidrBlock", of("10.0.0.0/16")),
                        change("studio.Role/jobExecution", Action.CREATE)
                                .after(
                                        "roleName", of("emr-job-execution"),
                                        "path", of("/"),
                                        "description", of(""),
                                        "maxSessionDuration", of(3600),
                                        "assumeRolePolicyDocument", trust("arn:aws:iam::111122223333:oidc-provider/x"),
                                        "inlinePolicies", Value.MapValue.EMPTY,
                                        "attachedPolicyArns",
                                                list(of("arn:aws:iam::aws:policy/A"), of("arn:aws:iam::aws:policy/B")),
                                        "tags", map("team", of("data"), "cost centre", of("12")),
                                        "arn", UNKNOWN,
                                        "roleId", UNKNOWN)
                                .at("environments/analytics-dev/roles.yaml", 4),
                        change("SecurityGroup/engine", Action.CREATE)
                                .after(
                                        "groupName", of("emr-engine"),
                                        "vpcId", of("vpc-0a1b"),
                                        "ingress",
                                                list(map(
                                                        "ipProtocol", of("tcp"),
                                                        "fromPort", of(18888),
                                                        "toPort", of(18888),
                                                        "referencedGroupId", UNKNOWN)),
                                        "egress", list(),
                                        "groupId", UNKNOWN),
                        change("StudioSessionMapping/user:alice@example.com", Action.CREATE)
                                .after(
                                        "identityType",
                                        of("USER"),
                                        "identityName",
                                        of("alice@example.com"),
                                        "studioId",
                                        UNKNOWN))
                .knows("Vpc/main", "vpcId", of("vpc-0a1b"))
                .build();
    }

    private static Value.MapValue trust(String provider) {
        return map(
                "Version", of("2012-10-17"),
                "Statement",
                        list(map(
                                "Effect", of("Allow"),
                                "Principal", map("Federated", of(provider)),
                                "Action", of("sts:AssumeRoleWithWebIdentity"))));
    }

    private static Plan replaceChain() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("VirtualCluster/spark", Action.DELETE_THEN_CREATE)
                                .id("0b4d7k2p")
                                .state("RUNNING")
                                .before(
                                        "name",
                                        of("spark"),
                                        "securityConfigurationId",
                                        of("sc-1"),
                                        "id",
                                        of("0b4d7k2p"),
                                        "state",
                                        of("RUNNING"))
                                .after(
                                        "name",
                                        of("spark"),
                                        "securityConfigurationId",
                                        of("sc-2"),
                                        "id",
                                        UNKNOWN,
                                        "state",
                                        UNKNOWN)
                                .replaces("/securityConfigurationId", "a virtual cluster has no update call")
                                .because(
                                        Reason.Cause.CANNOT_UPDATE,
                                        "securityConfigurationId cannot be changed in place"),
                        change("ManagedEndpoint/pyspark", Action.CREATE_THEN_DELETE)
                                .id("8gai4l4e")
                                .state("ACTIVE")
                                .divergence(Divergence.PENDING)
                                .before(
                                        "name", of("pyspark"),
                                        "virtualClusterId", of("0b4d7k2p"),
                                        "releaseLabel", of("emr-7.2.0-latest"),
                                        "tags", map("team", of("data")),
                                        "id", of("8gai4l4e"))
                                .after(
                                        "name", of("pyspark"),
                                        "virtualClusterId", UNKNOWN,
                                        "releaseLabel", of("emr-7.9.0-latest"),
                                        "tags", map("team", of("data")),
                                        "id", UNKNOWN)
                                .replaces("/virtualClusterId", "")
                                .replaces("/releaseLabel", "the EMR API has no update for managed endpoints")
                                .because(
                                        Reason.Cause.REPLACED_UPSTREAM,
                                        "virtualClusterId refers to VirtualCluster/spark, which is replaced")
                                .because(Reason.Cause.CANNOT_UPDATE, "releaseLabel cannot be changed in place"),
                        change("Studio/main", Action.UPDATE)
                                .id("es-1")
                                .divergence(Divergence.PENDING)
                                .before(
                                        "name",
                                        of("main"),
                                        "description",
                                        of(""),
                                        "subnetIds",
                                        list(of("subnet-a"), of("subnet-b")))
                                .after(
                                        "name",
                                        of("main"),
                                        "description",
                                        of("Data team"),
                                        "subnetIds",
                                        list(of("subnet-a"), of("subnet-b"), of("subnet-c")))
                                .differs("/description", "/subnetIds"))
                .build();
    }

    private static Plan secrets() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("Certificate/imported", Action.CREATE)
                                .after(
                                        "import",
                                        map(
                                                "certificate",
                                                        of("-----BEGIN CERTIFICATE-----\n"
                                                                + "MIIB\n"
                                                                + "-----END CERTIFICATE-----\n"),
                                                "privateKey", Value.Secret.of("env:TLS_KEY")),
                                        "arn",
                                        UNKNOWN),
                        change("Certificate/rotated", Action.UPDATE)
                                .id("arn:aws:acm:us-east-1:111122223333:certificate/0f")
                                .before(
                                        "import",
                                        map("privateKey", Value.Secret.of("env:OLD"), "passphrase", of("hunter2")))
                                .after(
                                        "import",
                                        map("privateKey", Value.Secret.of("env:NEW"), "passphrase", of("hunter3")))
                                .secret("/import/privateKey")
                                .secret("/import/passphrase"))
                .build();
    }

    static Plan divergence() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("Role/drifted", Action.UPDATE)
                                .id("drifted")
                                .divergence(Divergence.DRIFT)
                                .before(
                                        "description",
                                        of("changed by hand"),
                                        "tags",
                                        map("team", of("ops"), "debug", of("1")))
                                .after("description", of("Runs jobs"), "tags", map("team", of("data")))
                                .moved("/description", Divergence.DRIFT)
                                .moved("/tags/team", Divergence.DRIFT)
                                .moved("/tags/debug", Divergence.DRIFT),
                        change("Role/pending", Action.UPDATE)
                                .id("pending")
                                .divergence(Divergence.PENDING)
                                .before("maxSessionDuration", of(3600))
                                .after("maxSessionDuration", of(7200))
                                .moved("/maxSessionDuration", Divergence.PENDING),
                        change("Role/contested", Action.UPDATE)
                                .id("contested")
                                .divergence(Divergence.CONFLICT)
                                .before("description", of("by hand"), "maxSessionDuration", of(3600), "path", of("/a/"))
                                .after(
                                        "description",
                                        of("Runs jobs"),
                                        "maxSessionDuration",
                                        of(7200),
                                        "path",
                                        of("/b/"))
                                .moved("/description", Divergence.DRIFT)
                                .moved("/maxSessionDuration", Divergence.PENDING)
                                .moved("/path", Divergence.CONFLICT),
                        change("Role/quiet", Action.NO_OP)
                                .id("quiet")
                                .before("path", of("/"))
                                .after("path", of("/")))
                .build();
    }

    private static Plan adoptAndRename() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("Bucket/studio", Action.NO_OP)
                                .id("acme-studio")
                                .importing()
                                .before("bucketName", of("acme-studio"), "versioning", of("Enabled"))
                                .after("bucketName", of("acme-studio"), "versioning", of("Enabled"))
                                .because(Reason.Cause.ADOPTED, "the document says adopt: true"),
                        change("Bucket/logs", Action.UPDATE)
                                .id("acme-logs")
                                .importing()
                                .before("bucketName", of("acme-logs"), "versioning", of("Suspended"))
                                .after("bucketName", of("acme-logs"), "versioning", of("Enabled"))
                                .differs("/versioning"),
                        change("Role/jobs", Action.NO_OP)
                                .id("emr-jobs")
                                .previously("Role/jobExecution")
                                .before("roleName", of("emr-jobs"))
                                .after("roleName", of("emr-jobs"))
                                .because(Reason.Cause.RENAMED, "previousNames lists jobExecution"),
                        change("Role/service", Action.UPDATE)
                                .id("emr-service")
                                .previously("Role/studio")
                                .before("roleName", of("emr-service"), "description", of("old"))
                                .after("roleName", of("emr-service"), "description", of("new"))
                                .differs("/description"))
                .build();
    }

    private static Plan leftovers() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("ManagedEndpoint/pyspark", Action.NO_OP)
                                .id("new1")
                                .before("name", of("pyspark"))
                                .after("name", of("pyspark")),
                        change("ManagedEndpoint/pyspark", Action.DELETE)
                                .id("old1")
                                .deposed()
                                .before("name", of("pyspark"), "releaseLabel", of("emr-7.2.0-latest"))
                                .because(Reason.Cause.OLD_GENERATION, "left over from an unfinished replacement"),
                        change("StudioSessionMapping/user:bob@example.com", Action.DELETE)
                                .id("es-1:USER:bob")
                                .before("identityName", of("bob@example.com"))
                                .because(Reason.Cause.NOT_IN_CONFIGURATION, "because it is not in the configuration"),
                        change("Bucket/kept", Action.FORGET)
                                .id("acme-kept")
                                .before("bucketName", of("acme-kept"))
                                .because(Reason.Cause.RETAINED, "onDelete is retain"),
                        change("ManagedEndpoint/scala", Action.WAIT)
                                .id("half1")
                                .state("CREATING")
                                .before("name", of("scala"))
                                .after("name", of("scala"))
                                .because(Reason.Cause.HALF_MADE, "an earlier run did not see it finish"))
                .build();
    }

    private static Plan partial() {
        return PlanBuilder.plan("analytics-dev")
                .with(change("Role/a", Action.CREATE).after("roleName", of("a")))
                .partial()
                .warning(Problem.of(
                        Code.SELECTION_INCOMPLETE, "The plan covers 1 of 38 resources, because --select was given."))
                .build();
    }

    private static Plan documents() {
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("ManagedPolicy/glue", Action.UPDATE)
                                .id("arn:aws:iam::111122223333:policy/glue")
                                .before(
                                        "policyDocument",
                                                map(
                                                        "Version", of("2012-10-17"),
                                                        "Statement",
                                                                list(
                                                                        statement(
                                                                                "Read",
                                                                                "glue:GetTable",
                                                                                "glue:GetTables",
                                                                                "glue:GetDatabase"),
                                                                        statement("Write", "s3:PutObject"))),
                                        "text", of("{\"a\": 1, \"b\": [1, 2, 3]}"),
                                        "notes", of("first\nsecond\nthird\nfourth\n"))
                                .after(
                                        "policyDocument",
                                                map(
                                                        "Version", of("2012-10-17"),
                                                        "Statement",
                                                                list(
                                                                        statement(
                                                                                "Read",
                                                                                "glue:GetTable",
                                                                                "glue:GetPartitions",
                                                                                "glue:GetDatabase"),
                                                                        statement("Write", "s3:PutObject"),
                                                                        statement("List", "s3:ListBucket"))),
                                        "text", of("{\"a\": 1, \"b\": [1, 3], \"c\": null}"),
                                        "notes", of("first\n2nd\nthird\nfourth\nfifth\n"))
                                .differs("/policyDocument", "/text", "/notes"),
                        change("Bucket/b", Action.UPDATE)
                                .id("b")
                                .before(
                                        "versioning",
                                        of("Enabled"),
                                        "flag",
                                        of("false"),
                                        "size",
                                        of(1),
                                        "rules",
                                        list(of("a"), of("b"), of("c"), of("d")))
                                .after(
                                        "flag",
                                        of(false),
                                        "size",
                                        UNKNOWN,
                                        "rules",
                                        list(of("a"), of("x"), of("c"), of("d")))
                                .differs("/versioning", "/flag", "/size", "/rules"))
                .build();
    }

    private static Value statement(String sid, String... actions) {
        Value[] texts = new Value[actions.length];
        for (int i = 0; i < actions.length; i++) {
            texts[i] = of(actions[i]);
        }
        return map("Sid", of(sid), "Effect", of("Allow"), "Action", list(texts), "Resource", of("*"));
    }

    private static Plan nestedFields() {
        return PlanBuilder.plan("analytics-dev")
                .with(change("ManagedEndpoint/pyspark", Action.UPDATE)
                        .id("8gai4l4e")
                        .before(
                                "tags", map("team", of("data"), "a.b", of("1"), "gone", of("x"), "same", of("y")),
                                "rules", list(map("port", of(1), "cidr", of("a")), map("port", of(2), "cidr", of("b"))),
                                "name", of("pyspark"))
                        .after(
                                "tags", map("team", of("ops"), "a.b", of("2"), "new", of("x"), "same", of("y")),
                                "rules", list(map("port", of(1), "cidr", of("a")), map("port", of(3), "cidr", of("b"))),
                                "name", of("pyspark"))
                        .differs("/tags/team", "/tags/a.b", "/tags/gone", "/tags/new", "/rules/1/port"))
                .build();
    }

    private static Plan hostileText() {
        String text =
                "```\n</details> <script>alert(1)</script> @octocat \u001b[31mred\u001b[0m \u202e\n````\n- [ ] x\n";
        return PlanBuilder.plan("analytics-dev")
                .with(
                        change("Role/hostile", Action.CREATE)
                                .after("description", of(text), "roleName", of("``` @everyone <img src=x>\u0007")),
                        change("Role/lost", Action.DELETE)
                                .id("`x` ``` \u001b[2J")
                                .before("description", of(text))
                                .because(Reason.Cause.NOT_IN_CONFIGURATION, "because\n``` it is gone"))
                .build();
    }

    private static Plan noChanges() {
        return PlanBuilder.plan("analytics-dev")
                .with(change("Role/a", Action.NO_OP)
                        .id("a")
                        .before("roleName", of("a"))
                        .after("roleName", of("a")))
                .build();
    }

    private static Plan destroy() {
        return PlanBuilder.plan("analytics-dev")
                .destroying()
                .with(
                        change("Studio/main", Action.DELETE)
                                .id("es-1")
                                .before("name", of("main"), "subnetIds", list(of("subnet-a")))
                                .because(Reason.Cause.DESTROY, "because the environment is destroyed"),
                        change("Role/a", Action.DELETE).id("a").before("roleName", of("a")))
                .build();
    }
}
