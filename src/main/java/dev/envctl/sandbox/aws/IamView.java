package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.World;
import java.time.Instant;
import java.util.Optional;

/// What services that are handed roles and policies ask of IAM. Answered from the tables of `sandbox.aws.iam`.
public interface IamView {

    /// By name or ARN; a name in another case finds nothing.
    Optional<Role> role(World world, String nameOrArn);

    boolean userExists(World world, String arn);

    /// Whether there is an OIDC provider for the issuer URL without its scheme.
    boolean hasOidcProvider(World world, String issuer);

    /// Whether there is such a customer managed policy, or the ARN is one of AWS.
    boolean policyExists(World world, String arn);

    /// `trustPolicy` is the plain JSON text. Until `assumableFrom` the role is unknown outside IAM, or its last
    /// trust policy is.
    record Role(String name, String arn, String trustPolicy, Instant assumableFrom) {

        public boolean isAssumableAt(Instant now) {
            return !now.isBefore(assumableFrom);
        }
    }
}
