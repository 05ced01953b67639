package dev.envctl.runner.web.access;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.settings.RunnerSettings.Role;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a verified ID token says: a name to be seen, and a role by the claim that `runner.yaml` names.
final class OpenIdClaims {

    private static final int LONGEST_NAME = 200;

    private OpenIdClaims() {}

    static Person person(OpenId settings, IDTokenClaimsSet claims) {
        Role role = role(settings, claims.getClaim(settings.claim()))
                .orElseThrow(() -> new SignInRefused("You are known, but nothing here is open to you: no value of the"
                        + " claim \"" + settings.claim() + "\" has a role."));
        return new Person(name(claims), role, Person.Method.OPENID);
    }

    /// The highest of those that the values give. A claim is one text or a list of them.
    static Optional<Role> role(OpenId settings, Object claim) {
        Collection<?> values = claim instanceof Collection<?> many ? many : List.of(claim == null ? "" : claim);
        return values.stream()
                .flatMap(value -> Optional.ofNullable(settings.roles().get(value.toString())).stream())
                .max(Comparator.naturalOrder());
    }

    private static String name(IDTokenClaimsSet claims) {
        String name = Stream.of("preferred_username", "email", "name")
                .flatMap(claim -> Optional.ofNullable(claims.getStringClaim(claim)).stream())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseGet(() -> claims.getSubject().getValue());
        String printable = name.codePoints()
                .filter(letter -> !Character.isISOControl(letter))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.substring(0, Math.min(LONGEST_NAME, printable.length()));
    }
}
