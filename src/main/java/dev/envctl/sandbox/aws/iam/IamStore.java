package dev.envctl.sandbox.aws.iam;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.IamView;
import dev.envctl.sandbox.aws.Identifiers;
import dev.envctl.sandbox.aws.Principals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The tables of IAM. Roles and policies are kept under their names in lower case, since names differ by more than
/// case.
public final class IamStore implements IamView {

    private static final String AWS_POLICIES = "arn:aws:iam::aws:policy/";

    /// A new role, and a new trust policy, takes this long to be known outside IAM.
    private final Duration propagation;

    public IamStore(Duration propagation) {
        this.propagation = propagation;
    }

    Table<RoleRow> roles(World world) {
        return world.table("iam.roles", RoleRow.class);
    }

    Table<PolicyRow> policies(World world) {
        return world.table("iam.policies", PolicyRow.class);
    }

    Table<OidcProviderRow> providers(World world) {
        return world.table("iam.oidc-providers", OidcProviderRow.class);
    }

    Instant knownFrom(Instant now) {
        return now.plus(propagation);
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// IAM finds a role under its exact name only, although two names must differ by more than case.
    RoleRow roleNamed(World world, String name) {
        return roles(world)
                .get(key(name))
                .filter(row -> row.name().equals(name))
                .orElseThrow(() -> IamErrors.noRole(name));
    }

    PolicyRow policyByArn(World world, String arn) {
        return policies(world)
                .get(key(Arns.name(arn)))
                .filter(row -> row.arn().equals(arn))
                .orElseThrow(() -> IamErrors.noPolicy(arn));
    }

    OidcProviderRow providerByArn(World world, String arn) {
        return providers(world).get(arn).orElseThrow(() -> IamErrors.noProvider(arn));
    }

    void put(World world, RoleRow role) {
        roles(world).put(key(role.name()), role);
    }

    void put(World world, PolicyRow policy) {
        policies(world).put(key(policy.name()), policy);
    }

    void put(World world, OidcProviderRow provider) {
        providers(world).put(provider.arn(), provider);
    }

    /// An identifier such as `AROA…`, which nothing else ever gets.
    static String newId(World world, String prefix) {
        String hex = Identifiers.hex(Identifiers.uuid(world, prefix));
        return prefix + hex.substring(0, 17).toUpperCase(Locale.ROOT);
    }

    /// Puts a role there as if it had always been; for seeds.
    public void seedRole(
            World world, String name, String path, String trustPolicy, String description, List<String> attached) {
        put(
                world,
                new RoleRow(
                        name,
                        path,
                        newId(world, "AROA"),
                        trustPolicy,
                        description,
                        3600,
                        Optional.empty(),
                        Map.of(),
                        attached,
                        Map.of(),
                        world.now(),
                        world.now()));
    }

    /// How many roles hold a policy, as attachment and as boundary.
    List<RoleRow> holders(World world, String policyArn) {
        List<RoleRow> holders = new ArrayList<>();
        for (RoleRow role : roles(world).rows()) {
            if (role.attachedPolicyArns().contains(policyArn)) {
                holders.add(role);
            }
        }
        return holders;
    }

    List<RoleRow> bounded(World world, String policyArn) {
        return roles(world)
                .where(role -> role.boundaryArn().filter(policyArn::equals).isPresent());
    }

    /// Whether a user or role of the account exists, for documents that name it.
    boolean principalExists(World world, String arn) {
        return arn.contains(":user/")
                ? userExists(world, arn)
                : roles(world)
                        .get(key(Arns.name(arn)))
                        .filter(role -> role.arn().equals(arn) && !world.now().isBefore(role.assumableFrom()))
                        .isPresent();
    }

    @Override
    public Optional<Role> role(World world, String nameOrArn) {
        return roles(world)
                .get(key(Arns.name(nameOrArn)))
                .filter(row -> nameOrArn.equals(row.name()) || nameOrArn.equals(row.arn()))
                .map(row -> new Role(row.name(), row.arn(), row.trustPolicy(), row.assumableFrom()));
    }

    @Override
    public boolean userExists(World world, String arn) {
        return arn.equals(Principals.USER_ARN);
    }

    @Override
    public boolean hasOidcProvider(World world, String issuer) {
        return providers(world).get(Arns.iam("oidc-provider/" + issuer)).isPresent();
    }

    @Override
    public boolean policyExists(World world, String arn) {
        return isAwsPolicy(arn)
                || policies(world)
                        .get(key(Arns.name(arn)))
                        .filter(row -> row.arn().equals(arn))
                        .isPresent();
    }

    static boolean isAwsPolicy(String arn) {
        return arn.startsWith(AWS_POLICIES);
    }
}
