package dev.envctl.sandbox;

import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.TaggedResources;
import dev.envctl.sandbox.aws.acm.AcmService;
import dev.envctl.sandbox.aws.cloudtrail.CloudTrailService;
import dev.envctl.sandbox.aws.ec2.Ec2Service;
import dev.envctl.sandbox.aws.eks.EksService;
import dev.envctl.sandbox.aws.elasticloadbalancing.LoadBalancingService;
import dev.envctl.sandbox.aws.elasticmapreduce.StudioService;
import dev.envctl.sandbox.aws.emrcontainers.EmrContainersService;
import dev.envctl.sandbox.aws.glue.GlueService;
import dev.envctl.sandbox.aws.iam.IamService;
import dev.envctl.sandbox.aws.iam.IamStore;
import dev.envctl.sandbox.aws.identitycenter.IdentityStoreService;
import dev.envctl.sandbox.aws.identitycenter.SsoService;
import dev.envctl.sandbox.aws.logs.LogsService;
import dev.envctl.sandbox.aws.mwaa.MwaaService;
import dev.envctl.sandbox.aws.s3.S3Service;
import dev.envctl.sandbox.aws.secretsmanager.SecretsManagerService;
import dev.envctl.sandbox.aws.ssm.SsmService;
import dev.envctl.sandbox.aws.sts.StsService;
import dev.envctl.sandbox.aws.tagging.TaggingService;
import dev.envctl.sandbox.kubernetes.ClusterObjects;
import java.util.ArrayList;
import java.util.List;

/// The services of a sandbox, each named here once.
final class Services {

    private Services() {}

    /// `endpoint` is where the sandbox will be reached, `http://127.0.0.1:<port>`.
    static List<EmulatedService> of(SandboxOptions options, String endpoint) {
        IamStore iam = new IamStore(options.rolePropagation());
        List<EmulatedService> services = List.of(
                new IamService(iam),
                new StsService(iam),
                new S3Service(iam),
                new Ec2Service(),
                new AcmService(),
                new LoadBalancingService(ClusterObjects.all()),
                new EksService(ClusterObjects.all(), iam),
                new EmrContainersService(ClusterObjects.all(), iam),
                new StudioService(iam),
                new LogsService(),
                new GlueService(),
                new MwaaService(iam),
                new SsoService(),
                new IdentityStoreService(),
                new SsmService(),
                new SecretsManagerService(),
                new CloudTrailService(options.trailLag()));
        return withTagging(services, options);
    }

    /// The tagging API lists what the others have.
    private static List<EmulatedService> withTagging(List<EmulatedService> services, SandboxOptions options) {
        List<TaggedResources> sources = services.stream()
                .filter(TaggedResources.class::isInstance)
                .map(TaggedResources.class::cast)
                .toList();
        List<EmulatedService> all = new ArrayList<>(services);
        all.add(new TaggingService(sources, options.taggingLag()));
        return List.copyOf(all);
    }
}
