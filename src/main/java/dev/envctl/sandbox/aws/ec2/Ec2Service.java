package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.List;
import java.util.stream.Stream;

public final class Ec2Service implements EmulatedService, TaggedResources {

    @Override
    public String signingName() {
        return "ec2";
    }

    @Override
    public Protocol protocol() {
        return Protocol.EC2_QUERY;
    }

    @Override
    public String targetOrVersion() {
        return "2016-11-15";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(
                        NetworkOperations.operations(),
                        VpcOperations.operations(),
                        SubnetOperations.operations(),
                        InternetGatewayOperations.operations(),
                        AddressOperations.operations(),
                        NatGatewayOperations.operations(),
                        RouteTableOperations.operations(),
                        RouteOperations.operations(),
                        VpcEndpointOperations.operations(),
                        PrefixListOperations.operations(),
                        SecurityGroupOperations.operations(),
                        RuleOperations.operations(),
                        TagOperations.operations())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void settle(World world) {
        NatGatewayOperations.settle(world);
        VpcEndpointOperations.settle(world);
    }

    @Override
    public List<Tagged> taggedResources(World world) {
        return new Ec2Store(world)
                .taggings().rows().stream()
                        .filter(row -> !row.tags().isEmpty())
                        .flatMap(row -> ResourceType.ofId(row.resourceId()).stream()
                                .map(type -> new Tagged(arn(type, row.resourceId()), Ec2Store.REGION, row.tags())))
                        .toList();
    }

    private static String arn(ResourceType type, String id) {
        return "arn:aws:ec2:%s:%s:%s/%s".formatted(Ec2Store.REGION, World.ACCOUNT_ID, type.tagName(), id);
    }
}
