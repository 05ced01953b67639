package dev.envctl.aws.ec2;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.ReadOnly;
import dev.envctl.aws.Selection;
import dev.envctl.provider.Definition;
import dev.envctl.provider.Observed;
import dev.envctl.provider.Session;
import dev.envctl.provider.Traits;
import dev.envctl.provider.Wanted;
import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;

/// A prefix list that AWS or somebody else keeps. All are read in one call and chosen from here; what is in one takes a
/// call for each list that was found.
public final class PrefixList implements ReadOnly<PrefixList.Spec> {

    /// Nothing of a prefix list is managed.
    public record Spec() {}

    private final AwsClients clients;

    public PrefixList(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Definition<Spec> definition() {
        return Definition.of(
                "PrefixList",
                Spec.class,
                Traits.of(2, Traits.Overlap.ALLOWED, Traits.Ledger.OBJECT)
                        .withActions("ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries"));
    }

    @Override
    public List<Observed<Spec>> observe(Wanted wanted, Session session) {
        if (Selection.external(wanted).isEmpty()) {
            return List.of();
        }
        List<Observed<Spec>> live =
                clients.ec2().describeManagedPrefixListsPaginator(request -> {}).prefixLists().stream()
                        .map(PrefixList::observed)
                        .toList();
        return Selection.<Spec>byFields().withFacts(Observed::computed).of(live, wanted, session).stream()
                .map(this::withEntries)
                .toList();
    }

    private Observed<Spec> withEntries(Observed<Spec> list) {
        var request = GetManagedPrefixListEntriesRequest.builder()
                .prefixListId(list.id())
                .build();
        List<String> cidrs = clients.ec2().getManagedPrefixListEntriesPaginator(request).entries().stream()
                .map(PrefixListEntry::cidr)
                .sorted()
                .toList();
        return Facts.on(Value.map("cidrs", Value.texts(cidrs)), list);
    }

    private static Observed<Spec> observed(ManagedPrefixList live) {
        return Observed.ready(
                live.prefixListId(),
                new Spec(),
                Value.map(
                        "prefixListId", Value.of(live.prefixListId()),
                        "prefixListName", Value.of(live.prefixListName())),
                Optional.empty());
    }
}
