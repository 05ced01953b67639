package dev.envctl.sandbox.aws.ec2;

import dev.envctl.sandbox.aws.Call;
import dev.envctl.sandbox.aws.Operation;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;

/// What is in a prefix list.
final class PrefixListOperations {

    private PrefixListOperations() {}

    static List<Operation<?, ?>> operations() {
        return List.of(Operation.of(
                "GetManagedPrefixListEntries",
                GetManagedPrefixListEntriesRequest::builder,
                PrefixListOperations::entries));
    }

    private static GetManagedPrefixListEntriesResponse entries(GetManagedPrefixListEntriesRequest request, Call call) {
        var store = new Ec2Store(call.world());
        var list = store.prefixLists()
                .get(request.prefixListId())
                .orElseThrow(() -> ResourceType.PREFIX_LIST.missing(request.prefixListId()));
        return GetManagedPrefixListEntriesResponse.builder()
                .entries(list.entries().orElse(List.of()).stream()
                        .map(cidr -> PrefixListEntry.builder().cidr(cidr).build())
                        .toList())
                .build();
    }
}
