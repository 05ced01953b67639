package dev.envctl.testing;

import dev.envctl.sandbox.Calls;
import dev.envctl.sandbox.Faults;
import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.account.AccountSeed;
import dev.envctl.sandbox.aws.acm.AcmService;
import dev.envctl.sandbox.aws.ec2.Ec2Service;
import dev.envctl.sandbox.aws.eks.EksService;
import dev.envctl.sandbox.aws.elasticmapreduce.StudioService;
import dev.envctl.sandbox.aws.emrcontainers.EmrContainersService;
import dev.envctl.sandbox.aws.identitycenter.IdentityStoreService;
import dev.envctl.sandbox.aws.identitycenter.SsoService;
import dev.envctl.sandbox.aws.sts.StsService;
import dev.envctl.sandbox.aws.tagging.TaggingService;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The services under the EMR kinds, with a namespace, roles and policies as the kinds before them would have made
/// them. Kinds and emulator share one clock, so that waiting for something makes it happen.
public final class EmrSandbox implements AutoCloseable {

    public static final String CLUSTER = "data-platform";
    public static final String NAMESPACE = "spark";

    private static final String SERVICE_LINKED_ROLE =
            "aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers";

    private static final String STUDIO_TRUST = """
        {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "elasticmapreduce.amazonaws.com"}}}
        """;

    private final TurnableClock clock = new TurnableClock();
    private final FakeIam iam = new FakeIam();
    private final FakeCluster cluster = new FakeCluster();
    private final Sandbox sandbox;
    private final AwsBench bench;

    public EmrSandbox() {
        sandbox = Sandbox.inMemory(this::services, SandboxOptions.at(clock).withSeeds(List.of(new AccountSeed())));
        bench = new AwsBench(URI.create(sandbox.endpoint()), clock);
        cluster.addNamespace(NAMESPACE);
        cluster.grantEmrAccess(NAMESPACE);
        makeRolesAssumableAfter(Duration.ZERO);
        iam.addRole("job-execution", executionTrust(issuer()), Instant.EPOCH);
        iam.addRoleTrusting(SERVICE_LINKED_ROLE, "emr-containers.amazonaws.com");
        iam.addOidcProvider(issuer());
        iam.addPolicy("basic");
        iam.addPolicy("advanced");
    }

    private List<EmulatedService> services(String endpoint) {
        EksService eks = new EksService((world, name) -> cluster, iam);
        EmrContainersService emrContainers = new EmrContainersService((world, name) -> cluster, iam);
        return List.of(
                new AcmService(),
                new Ec2Service(),
                eks,
                new TaggingService(List.of(eks, emrContainers), Duration.ZERO),
                emrContainers,
                new IdentityStoreService(),
                new SsoService(),
                new StsService(iam),
                new StudioService(iam));
    }

    private String issuer() {
        return bench.provider()
                .clients()
                .eks()
                .describeCluster(request -> request.name(CLUSTER))
                .cluster()
                .identity()
                .oidc()
                .issuer()
                .replace("https://", "");
    }

    private static String executionTrust(String issuer) {
        return """
            {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
             "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"}}}
            """.formatted(World.ACCOUNT_ID, issuer);
    }

    public AwsBench bench() {
        return bench;
    }

    public FakeCluster cluster() {
        return cluster;
    }

    public Calls calls() {
        return sandbox.calls();
    }

    public Faults faults() {
        return sandbox.faults();
    }

    /// The Studio's roles, as if they had been made a moment ago.
    public void makeRolesAssumableAfter(Duration delay) {
        iam.addRole("studio-service", STUDIO_TRUST, clock.instant().plus(delay));
        iam.addRole("studio-user", STUDIO_TRUST, clock.instant().plus(delay));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
