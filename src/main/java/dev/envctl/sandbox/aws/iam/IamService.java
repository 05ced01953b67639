package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.EmulatedService;
import dev.envctl.sandbox.aws.Operation;
import dev.envctl.sandbox.aws.Protocol;
import dev.envctl.sandbox.aws.TaggedResources;
import java.util.ArrayList;
import java.util.List;

public final class IamService implements EmulatedService, TaggedResources {

    /// IAM is global; the tagging API lists what is global here.
    private static final String REGION = "us-east-1";

    private final IamStore store;

    public IamService(IamStore store) {
        this.store = store;
    }

    @Override
    public String signingName() {
        return "iam";
    }

    @Override
    public Protocol protocol() {
        return Protocol.QUERY;
    }

    @Override
    public String targetOrVersion() {
        return "2010-05-08";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> operations = new ArrayList<>();
        operations.addAll(new RoleOperations(store).operations());
        operations.addAll(new RolePolicyOperations(store).operations());
        operations.addAll(new ServiceLinkedRoleOperations(store).operations());
        operations.addAll(new PolicyOperations(store).operations());
        operations.addAll(new OidcProviderOperations(store).operations());
        operations.addAll(new AccountOperations(store).operations());
        return operations;
    }

    /// Policies and providers; AWS does not list roles here.
    @Override
    public List<Tagged> taggedResources(World world) {
        List<Tagged> tagged = new ArrayList<>();
        for (PolicyRow policy : store.policies(world).where(row -> !row.tags().isEmpty())) {
            tagged.add(new Tagged(policy.arn(), REGION, policy.tags()));
        }
        for (OidcProviderRow provider :
                store.providers(world).where(row -> !row.tags().isEmpty())) {
            tagged.add(new Tagged(provider.arn(), REGION, provider.tags()));
        }
        return tagged;
    }
}
