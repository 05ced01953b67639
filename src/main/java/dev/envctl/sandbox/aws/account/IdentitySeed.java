package dev.envctl.sandbox.aws.account;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.identitycenter.GroupRow;
import dev.envctl.sandbox.aws.identitycenter.IdentityCenterStore;
import dev.envctl.sandbox.aws.identitycenter.InstanceRow;
import dev.envctl.sandbox.aws.identitycenter.UserRow;
import java.util.List;
import java.util.Locale;

/// An Identity Center instance with a few people and groups.
final class IdentitySeed {

    private static final List<String> USERS = List.of("alice", "bob", "carol", "dave");
    private static final List<String> GROUPS = List.of("data-engineers", "data-scientists", "platform-admins");

    private final World world;
    private final IdentityCenterStore store;

    IdentitySeed(World world) {
        this.world = world;
        this.store = new IdentityCenterStore(world);
    }

    void plant() {
        var hex = Identifiers.hex("identity center");
        var instance = new InstanceRow(
                "arn:aws:sso:::instance/ssoins-" + hex.substring(0, 16), "d-" + hex.substring(16, 26), world.now());
        store.instances().put(instance.instanceArn(), instance);
        USERS.forEach(this::plantUser);
        GROUPS.forEach(this::plantGroup);
    }

    private void plantUser(String name) {
        var id = Identifiers.seededUuid("user", name);
        var address = name + "@example.com";
        var displayName = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        store.users().put(id, new UserRow(id, address, displayName, address, world.now()));
    }

    private void plantGroup(String name) {
        var id = Identifiers.seededUuid("group", name);
        store.groups().put(id, new GroupRow(id, name, "", world.now()));
    }
}
