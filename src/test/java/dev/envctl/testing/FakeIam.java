package dev.envctl.testing;

import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.IamView;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An IAM that knows what a test tells it.
public final class FakeIam implements IamView {

    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Set<String> policies = new HashSet<>();
    private final Set<String> issuers = new HashSet<>();

    /// Returns the ARN.
    public String addRole(String name, String trustPolicy, Instant assumableFrom) {
        var arn = "arn:aws:iam::000000000000:role/" + name;
        roles.put(arn, new Role(name, arn, trustPolicy, assumableFrom));
        return arn;
    }

    public String addRoleTrusting(String name, String service) {
        return addRole(name, """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "%s"}}}\
            """.formatted(service), Instant.EPOCH);
    }

    public String addPolicy(String name) {
        var arn = "arn:aws:iam::000000000000:policy/" + name;
        policies.add(arn);
        return arn;
    }

    public void addOidcProvider(String issuer) {
        issuers.add(issuer);
    }

    @Override
    public Optional<Role> role(World world, String nameOrArn) {
        return roles.values().stream()
                .filter(role -> role.arn().equals(nameOrArn) || role.name().equals(nameOrArn))
                .findFirst();
    }

    @Override
    public boolean userExists(World world, String arn) {
        return false;
    }

    @Override
    public boolean hasOidcProvider(World world, String issuer) {
        return issuers.contains(issuer);
    }

    @Override
    public boolean policyExists(World world, String arn) {
        return policies.contains(arn);
    }
}
