package dev.envctl.aws.sights;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Refusals;
import dev.envctl.trace.CloudSights.Certificate;
import dev.envctl.trace.CloudSights.Rule;
import dev.envctl.trace.CloudSights.SecurityGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/// Who gets through, and with which certificate.
record NetworkSights(AwsClients clients) {

    private static final int ALL_PORTS = 65_535;

    Optional<Certificate> certificate(String arn) {
        return Refusals.found(
                        () -> clients.acm().describeCertificate(request -> request.certificateArn(arn)),
                        "ResourceNotFoundException")
                .map(answer -> answer.certificate())
                .map(live -> new Certificate(
                        live.certificateArn(), live.statusAsString(), Optional.ofNullable(live.notAfter())));
    }

    /// By filter: asked for by id, one missing group would refuse them all.
    List<SecurityGroup> securityGroups(List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Filter filter = Filter.builder().name("group-id").values(ids).build();
        return clients
                .ec2()
                .describeSecurityGroupsPaginator(request -> request.filters(filter))
                .securityGroups()
                .stream()
                .map(live -> new SecurityGroup(
                        live.groupId(),
                        live.groupName(),
                        rules(live.ipPermissions()),
                        rules(live.ipPermissionsEgress())))
                .toList();
    }

    private static List<Rule> rules(List<IpPermission> permissions) {
        return permissions.stream()
                .flatMap(permission -> peers(permission)
                        .map(peer -> new Rule(
                                permission.ipProtocol(),
                                Optional.ofNullable(permission.fromPort()).orElse(0),
                                Optional.ofNullable(permission.toPort()).orElse(ALL_PORTS),
                                peer)))
                .toList();
    }

    private static Stream<String> peers(IpPermission permission) {
        return Stream.of(
                        permission.userIdGroupPairs().stream().map(pair -> pair.groupId()),
                        permission.ipRanges().stream().map(range -> range.cidrIp()),
                        permission.ipv6Ranges().stream().map(range -> range.cidrIpv6()),
                        permission.prefixListIds().stream().map(list -> list.prefixListId()))
                .flatMap(peers -> peers);
    }
}
