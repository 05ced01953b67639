package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import java.util.List;
import java.util.stream.Stream;

public final class Ec2Service implements EmulatedService {

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
                        SecurityGroupOperations.operations(),
                        RuleOperations.operations(),
                        TagOperations.operations())
                .flatMap(List::stream)
                .toList();
    }
}
