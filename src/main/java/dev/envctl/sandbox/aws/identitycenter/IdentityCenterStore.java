package dev.envctl.sandbox.aws.identitycenter;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import java.util.Optional;

/// An account has at most one instance.
public record IdentityCenterStore(World world) {

    public Table<InstanceRow> instances() {
        return world.table("identitycenter.instances", InstanceRow.class);
    }

    public Table<UserRow> users() {
        return world.table("identitycenter.users", UserRow.class);
    }

    public Table<GroupRow> groups() {
        return world.table("identitycenter.groups", GroupRow.class);
    }

    public Optional<InstanceRow> instance() {
        return instances().rows().stream().findFirst();
    }

    public Optional<UserRow> userNamed(String userName) {
        return users().where(user -> user.userName().equals(userName)).stream().findFirst();
    }

    public Optional<GroupRow> groupNamed(String displayName) {
        return groups().where(group -> group.displayName().equals(displayName)).stream()
                .findFirst();
    }
}
