package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;

/// Making the roles that services act with. Their names and policies are the services' own choice.
final class ServiceLinkedRoleOperations {

    private static final Map<String, String> NAMES = Map.of(
            "airflow.amazonaws.com", "AWSServiceRoleForAmazonMWAA",
            "autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling",
            "eks.amazonaws.com", "AWSServiceRoleForAmazonEKS",
            "eks-fargate.amazonaws.com", "AWSServiceRoleForAmazonEKSForFargate",
            "eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup",
            "elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing",
            "elasticmapreduce.amazonaws.com", "AWSServiceRoleForEMRCleanup",
            "emr-containers.amazonaws.com", "AWSServiceRoleForAmazonEMRContainers",
            "spot.amazonaws.com", "AWSServiceRoleForEC2Spot");

    private final IamStore store;

    ServiceLinkedRoleOperations(IamStore store) {
        this.store = store;
    }

    List<Operation<?, ?>> operations() {
        return List.of(Operation.of("CreateServiceLinkedRole", CreateServiceLinkedRoleRequest::builder, this::create));
    }

    private CreateServiceLinkedRoleResponse create(CreateServiceLinkedRoleRequest request, Call call) {
        String service = request.awsServiceName();
        String name = Optional.ofNullable(NAMES.get(service))
                .orElseThrow(() -> IamErrors.noSuchEntity(
                        "Service-linked role for the service %s is not supported.".formatted(service)));
        if (request.customSuffix() != null) {
            throw IamErrors.invalidInput("Custom suffix is not allowed for " + service);
        }
        if (store.roles(call.world()).get(IamStore.key(name)).isPresent()) {
            throw IamErrors.invalidInput(
                    "Service role name " + name + " has been taken in this account, please try a different suffix.");
        }
        RoleRow role = new RoleRow(
                name,
                "/aws-service-role/" + service + "/",
                IamStore.newId(call.world(), "AROA"),
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}\
                """.formatted(service),
                Optional.ofNullable(request.description()).orElse(""),
                3600,
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                call.now(),
                store.knownFrom(call.now()));
        store.put(call.world(), role);
        return CreateServiceLinkedRoleResponse.builder()
                .role(RoleShapes.whole(role))
                .build();
    }
}
