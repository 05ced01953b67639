package dev.envctl.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.sandbox.Sandbox;
import dev.envctl.sandbox.SandboxOptions;
import dev.envctl.testing.SandboxClients;
import dev.envctl.testing.TurnableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;
import software.amazon.awssdk.services.emrcontainers.model.DescribeVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListVirtualClustersRequest;
import software.amazon.awssdk.services.emrcontainers.model.ListVirtualClustersResponse;
import software.amazon.awssdk.services.emrcontainers.model.ResourceNotFoundException;
import software.amazon.awssdk.services.emrcontainers.model.TagResourceRequest;
import software.amazon.awssdk.services.emrcontainers.model.TagResourceResponse;
import software.amazon.awssdk.services.emrcontainers.model.UntagResourceRequest;
import software.amazon.awssdk.services.emrcontainers.model.UntagResourceResponse;
import software.amazon.awssdk.services.emrcontainers.model.VirtualClusterState;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.GetUserIdRequest;
import software.amazon.awssdk.services.identitystore.model.GetUserIdResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Requests and responses of each protocol, moved by the real SDK on one side and by the codecs on the other.
@SuppressWarnings("unchecked") // the SDK takes varargs of consumers
class WireTest {

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789Z");

    private Optional<Sandbox> sandbox = Optional.empty();
    private final List<Object> received = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    @AfterEach
    void close() {
        sandbox.ifPresent(Sandbox::close);
    }

    @Test
    void queryMovesListsStructuresTimesAndMarkup() {
        var request = CreateRoleRequest.builder()
                .roleName("a")
                .assumeRolePolicyDocument("{\"a\": \"<&>\"}")
                .maxSessionDuration(3600)
                .tags(tag -> tag.key("k 1").value("ä+b&c"), tag -> tag.key("k2").value(""))
                .build();
        var response = CreateRoleResponse.builder()
                .role(role -> role.roleName("a")
                        .createDate(TIME)
                        .description("<b> & \r\n\"c\"")
                        .tags(request.tags()))
                .build();
        var iam = iam(Operation.of("CreateRole", CreateRoleRequest::builder, answering(response)));

        assertThat(iam.createRole(request).role()).isEqualTo(response.role());
        assertThat(received).containsExactly(request);
    }

    @Test
    void queryMovesMapsAndEmptyLists() {
        var request = SimulateCustomPolicyRequest.builder()
                .policyInputList(List.of())
                .actionNames("a", "b")
                .build();
        var response = SimulateCustomPolicyResponse.builder()
                .evaluationResults(result -> result.evalActionName("a")
                        .evalDecision("allowed")
                        .evalDecisionDetailsWithStrings(Map.of("one", "allowed"))
                        .missingContextValues(List.of()))
                .isTruncated(false)
                .build();
        var iam = iam(Operation.of("SimulateCustomPolicy", SimulateCustomPolicyRequest::builder, answering(response)));

        var answer = iam.simulateCustomPolicy(request);

        assertThat(answer.evaluationResults().getFirst().evalDecisionDetailsAsStrings())
                .containsEntry("one", "allowed");
        assertThat(answer.isTruncated()).isFalse();
        assertThat(received).containsExactly(request);
    }

    @Test
    void queryErrorsBecomeTheSdksExceptions() {
        var iam = iam(Operation.of("CreateRole", CreateRoleRequest::builder, refusing("EntityAlreadyExists", 409)));

        assertThatThrownBy(() -> iam.createRole(role -> role.roleName("a").assumeRolePolicyDocument("{}")))
                .isInstanceOfSatisfying(EntityAlreadyExistsException.class, refused -> {
                    assertThat(refused.statusCode()).isEqualTo(409);
                    assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("It is <refused> & \"done\".");
                    assertThat(refused.requestId()).isNotEmpty();
                });
        assertThatThrownBy(() -> iam.createRole(role -> role.roleName("a")))
                .hasMessageContaining("Value null at 'assumeRolePolicyDocument' failed to satisfy constraint")
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("ValidationError"));
        assertThatThrownBy(iam::listUsers)
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("InvalidAction"));
    }

    @Test
    void ec2QueryMovesListsWithoutALevelInBetween() {
        var request = AuthorizeSecurityGroupIngressRequest.builder()
                .groupId("sg-1")
                .ipPermissions(permission -> permission
                        .ipProtocol("tcp")
                        .fromPort(443)
                        .ipRanges(
                                range -> range.cidrIp("10.0.0.0/8").description("d"),
                                range -> range.cidrIp("10.1.0.0/16")))
                .build();
        var response = AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(
                        rule -> rule.securityGroupRuleId("sgr-1")
                                .isEgress(false)
                                .fromPort(443),
                        rule -> rule.tags(tag -> tag.key("k").value("v")))
                .build();
        var ec2 = ec2(Operation.of(
                "AuthorizeSecurityGroupIngress", AuthorizeSecurityGroupIngressRequest::builder, answering(response)));

        assertThat(ec2.authorizeSecurityGroupIngress(request)).matches(response::equalsBySdkFields);
        assertThat(received).containsExactly(request);
    }

    @Test
    void ec2QueryKeepsFiltersAndErrors() {
        var request = DescribeSecurityGroupsRequest.builder()
                .filters(filter -> filter.name("vpc-id").values("a", "b"))
                .build();
        Operation.Handler<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResponse> handler = (asked, call) -> {
            received.add(asked);
            throw new AwsError("InvalidGroup.NotFound", 400, "no group");
        };
        var ec2 = ec2(Operation.of("DescribeSecurityGroups", DescribeSecurityGroupsRequest::builder, handler));

        assertThatThrownBy(() -> ec2.describeSecurityGroups(request))
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("InvalidGroup.NotFound"));
        assertThat(received).containsExactly(request);
        assertThatThrownBy(ec2::describeVpcs)
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("InvalidAction"));
    }

    @Test
    void jsonMovesBlobsTimesAndLists() {
        var request = ImportCertificateRequest.builder()
                .certificate(SdkBytes.fromUtf8String("certificate"))
                .privateKey(SdkBytes.fromUtf8String("key"))
                .tags(tag -> tag.key("k").value("v"))
                .build();
        var imported = ImportCertificateResponse.builder().certificateArn("arn").build();
        var described = DescribeCertificateResponse.builder()
                .certificate(certificate -> certificate
                        .certificateArn("arn")
                        .notAfter(TIME)
                        .subjectAlternativeNames("a", "b")
                        .inUseBy(List.of()))
                .build();
        var acm = acm(
                Operation.of("ImportCertificate", ImportCertificateRequest::builder, answering(imported)),
                Operation.of("DescribeCertificate", DescribeCertificateRequest::builder, answering(described)));

        assertThat(acm.importCertificate(request)).matches(imported::equalsBySdkFields);
        assertThat(received).containsExactly(request);
        assertThat(acm.describeCertificate(asked -> asked.certificateArn("arn")))
                .matches(described::equalsBySdkFields);
    }

    @Test
    void jsonErrorsBecomeTheSdksExceptions() {
        var acm = acm(Operation.of(
                "DescribeCertificate",
                DescribeCertificateRequest::builder,
                refusing("ResourceNotFoundException", 400)));

        assertThatThrownBy(() -> acm.describeCertificate(asked -> asked.certificateArn("arn")))
                .isInstanceOf(software.amazon.awssdk.services.acm.model.ResourceNotFoundException.class)
                .hasMessageContaining("It is <refused>");
        assertThatThrownBy(() -> acm.describeCertificate(asked -> {}))
                .hasMessageContaining("Value null at 'certificateArn'")
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("ValidationException"));
        assertThatThrownBy(acm::listCertificates)
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("UnknownOperationException"));
    }

    @Test
    void jsonMovesDocuments() {
        var request = GetUserIdRequest.builder()
                .identityStoreId("d-1")
                .alternateIdentifier(either -> either.uniqueAttribute(unique ->
                        unique.attributePath("userName").attributeValue(Document.fromString("alice@example.com"))))
                .build();
        var response =
                GetUserIdResponse.builder().userId("u").identityStoreId("d-1").build();
        var store = serve(
                        "identitystore",
                        Protocol.JSON_1_1,
                        "AWSIdentityStore",
                        Operation.of("GetUserId", GetUserIdRequest::builder, answering(response)))
                .client(IdentitystoreClient.builder());

        assertThat(store.getUserId(request)).matches(response::equalsBySdkFields);
        assertThat(received).containsExactly(request);
    }

    @Test
    void restJsonMovesPathsQueriesAndBodies() {
        var tag = TagResourceRequest.builder()
                .resourceArn("arn:aws:emr-containers:us-east-1:000000000000:/virtualclusters/a")
                .tags(Map.of("k", "v"))
                .build();
        var untag = UntagResourceRequest.builder()
                .resourceArn(tag.resourceArn())
                .tagKeys("a b", "c+d")
                .build();
        var list = ListVirtualClustersRequest.builder()
                .states(VirtualClusterState.RUNNING, VirtualClusterState.ARRESTED)
                .createdAfter(TIME)
                .maxResults(5)
                .build();
        var listed = ListVirtualClustersResponse.builder()
                .virtualClusters(cluster -> cluster.id("i").createdAt(TIME).tags(Map.of()))
                .build();
        var tagged = TagResourceResponse.builder().build();
        var untagged = UntagResourceResponse.builder().build();
        var emr = emrContainers(
                Operation.rest(
                        "TagResource", "POST", "/tags/{resourceArn}", TagResourceRequest::builder, answering(tagged)),
                Operation.rest(
                        "UntagResource",
                        "DELETE",
                        "/tags/{resourceArn}",
                        UntagResourceRequest::builder,
                        answering(untagged)),
                Operation.rest(
                        "ListVirtualClusters",
                        "GET",
                        "/virtualclusters",
                        ListVirtualClustersRequest::builder,
                        answering(listed)));

        emr.tagResource(tag);
        emr.untagResource(untag);

        assertThat(emr.listVirtualClusters(list)).matches(listed::equalsBySdkFields);
        assertThat(received).containsExactly(tag, untag, list);
    }

    @Test
    void restJsonErrorsBecomeTheSdksExceptions() {
        var emr = emrContainers(Operation.rest(
                "DescribeVirtualCluster",
                "GET",
                "/virtualclusters/{virtualClusterId}",
                DescribeVirtualClusterRequest::builder,
                refusing("ResourceNotFoundException", 400)));

        assertThatThrownBy(() -> emr.describeVirtualCluster(asked -> asked.id("x")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("It is <refused>");
        assertThatThrownBy(() -> emr.deleteVirtualCluster(asked -> asked.id("x")))
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("UnknownOperationException"));
    }

    @Test
    void restXmlMovesWrappedAndFlattenedLists() {
        var put = PutBucketTaggingRequest.builder()
                .bucket("b")
                .tagging(set -> set.tagSet(
                        tag -> tag.key("k").value("v"), tag -> tag.key("l").value("<&>")))
                .build();
        var read = GetBucketTaggingResponse.builder()
                .tagSet(put.tagging().tagSet())
                .build();
        var versions = ListObjectVersionsResponse.builder()
                .versions(
                        version -> version.key("a").versionId("1").size(3L).lastModified(TIME),
                        version -> version.key("b").versionId("2").isLatest(true))
                .deleteMarkers(marker -> marker.key("c").versionId("3"))
                .isTruncated(false)
                .build();
        var done = PutBucketTaggingResponse.builder().build();
        var s3 = s3(
                Operation.rest(
                        "PutBucketTagging",
                        "PUT",
                        "/{Bucket}?tagging",
                        PutBucketTaggingRequest::builder,
                        answering(done)),
                Operation.rest(
                        "GetBucketTagging",
                        "GET",
                        "/{Bucket}?tagging",
                        GetBucketTaggingRequest::builder,
                        answering(read)),
                Operation.rest(
                        "ListObjectVersions",
                        "GET",
                        "/{Bucket}?versions",
                        ListObjectVersionsRequest::builder,
                        answering(versions)));

        s3.putBucketTagging(put);

        assertThat(received)
                .singleElement()
                .isInstanceOfSatisfying(
                        PutBucketTaggingRequest.class,
                        request -> assertThat(request.tagging()).isEqualTo(put.tagging()));
        assertThat(s3.getBucketTagging(asked -> asked.bucket("b"))).matches(read::equalsBySdkFields);
        var listed = s3.listObjectVersions(asked -> asked.bucket("b"));
        assertThat(listed.versions()).isEqualTo(versions.versions());
        assertThat(listed.deleteMarkers()).isEqualTo(versions.deleteMarkers());
    }

    @Test
    void restXmlStreamsObjectsWithHeadersAndChecksums() {
        Operation.Handler<PutObjectRequest, PutObjectResponse> put = (request, call) -> {
            received.add(request);
            bodies.add(call.body().asUtf8String());
            return PutObjectResponse.builder().eTag("\"tag\"").build();
        };
        var s3 = s3(
                Operation.rest("PutObject", "PUT", "/{Bucket}/{Key+}", PutObjectRequest::builder, put),
                Operation.rest(
                        "GetObject",
                        "GET",
                        "/{Bucket}/{Key+}",
                        GetObjectRequest::builder,
                        WireTest.<GetObjectRequest, SdkPojo>constant(new Streamed(
                                GetObjectResponse.builder()
                                        .lastModified(Instant.parse("2026-02-03T04:05:06Z"))
                                        .metadata(Map.of("owner", "me"))
                                        .contentLength(7L)
                                        .build(),
                                SdkBytes.fromUtf8String("content")))));

        var stored = s3.putObject(
                request -> request.bucket("b")
                        .key("a dir/ä+b/c")
                        .metadata(Map.of("owner", "me"))
                        .ifNoneMatch("*")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromString("hello\r\nworld\n"));

        assertThat(stored.eTag()).isEqualTo("\"tag\"");
        assertThat(bodies).containsExactly("hello\r\nworld\n");
        assertThat(received).singleElement().isInstanceOfSatisfying(PutObjectRequest.class, request -> {
            assertThat(request.key()).isEqualTo("a dir/ä+b/c");
            assertThat(request.metadata()).containsEntry("owner", "me");
            assertThat(request.ifNoneMatch()).isEqualTo("*");
            assertThat(request.checksumCRC32()).isNotEmpty();
        });
        var got = s3.getObjectAsBytes(request -> request.bucket("b").key("k"));
        assertThat(got.asString(StandardCharsets.UTF_8)).isEqualTo("content");
        assertThat(got.response().metadata()).containsEntry("owner", "me");
        assertThat(got.response().lastModified()).isEqualTo("2026-02-03T04:05:06Z");
    }

    @Test
    void restXmlErrorsBecomeTheSdksExceptionsAndHeadHasNoBody() {
        var s3 = s3(
                Operation.rest(
                        "HeadObject",
                        "HEAD",
                        "/{Bucket}/{Key+}",
                        HeadObjectRequest::builder,
                        WireTest.<HeadObjectRequest, HeadObjectResponse>refusing("NoSuchKey", 404)),
                Operation.rest(
                        "ListObjectVersions",
                        "GET",
                        "/{Bucket}?versions",
                        ListObjectVersionsRequest::builder,
                        WireTest.<ListObjectVersionsRequest, ListObjectVersionsResponse>refusing("NoSuchBucket", 404)));

        assertThatThrownBy(() -> s3.headObject(request -> request.bucket("b").key("k")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.listObjectVersions(request -> request.bucket("b")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.deleteBucket(request -> request.bucket("b")))
                .satisfies(refused -> assertThat(code(refused)).isEqualTo("MethodNotAllowed"));
    }

    @Test
    void requestsWithoutAUsableKeyAreRefusedInTheServicesWords() {
        var clients = serve("acm", Protocol.JSON_1_1, "CertificateManager");

        assertThat(refusal(clients.withKey("EXPIRED1"))).isEqualTo("ExpiredTokenException");
        assertThat(refusal(clients.withKey("INVALID1"))).isEqualTo("UnrecognizedClientException");
        assertThat(new Conventions("iam", Protocol.QUERY).expiredToken().code()).isEqualTo("ExpiredToken");
        assertThat(new Conventions("iam", Protocol.QUERY).invalidKey().code()).isEqualTo("InvalidClientTokenId");
    }

    private static String refusal(SandboxClients clients) {
        try (var acm = clients.client(AcmClient.builder())) {
            acm.describeCertificate(asked -> asked.certificateArn("arn"));
            return "none";
        } catch (AwsServiceException refused) {
            return code(refused);
        }
    }

    private static String code(Throwable refused) {
        return ((AwsServiceException) refused).awsErrorDetails().errorCode();
    }

    private <I extends SdkPojo, O> Operation.Handler<I, O> answering(O response) {
        return (request, call) -> {
            received.add(request);
            return response;
        };
    }

    private static <I, O> Operation.Handler<I, O> constant(O response) {
        return (request, call) -> response;
    }

    private static <I, O> Operation.Handler<I, O> refusing(String code, int status) {
        return (request, call) -> {
            throw new AwsError(code, status, "It is <refused> & \"done\".");
        };
    }

    private IamClient iam(Operation<?, ?>... operations) {
        return serve("iam", Protocol.QUERY, "2010-05-08", operations).client(IamClient.builder());
    }

    private Ec2Client ec2(Operation<?, ?>... operations) {
        return serve("ec2", Protocol.EC2_QUERY, "2016-11-15", operations).client(Ec2Client.builder());
    }

    private AcmClient acm(Operation<?, ?>... operations) {
        return serve("acm", Protocol.JSON_1_1, "CertificateManager", operations).client(AcmClient.builder());
    }

    private EmrContainersClient emrContainers(Operation<?, ?>... operations) {
        return serve("emr-containers", Protocol.REST_JSON, "", operations).client(EmrContainersClient.builder());
    }

    private S3Client s3(Operation<?, ?>... operations) {
        return serve("s3", Protocol.REST_XML, "", operations).client(S3Client.builder());
    }

    private SandboxClients serve(String name, Protocol protocol, String target, Operation<?, ?>... operations) {
        var service = new TestService(name, protocol, target, List.of(operations));
        var opened = Sandbox.inMemory(_ -> List.of(service), SandboxOptions.at(new TurnableClock()));
        sandbox = Optional.of(opened);
        return new SandboxClients(opened.endpoint());
    }
}
