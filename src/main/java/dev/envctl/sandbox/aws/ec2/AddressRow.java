package dev.envctl.sandbox.aws.ec2;

import java.util.Optional;

/// An Elastic IP address; `networkInterfaceId` is what it is mapped to.
public record AddressRow(String allocationId, String publicIp, Optional<String> networkInterfaceId) {

    AddressRow mappedTo(Optional<String> other) {
        return new AddressRow(allocationId, publicIp, other);
    }
}
