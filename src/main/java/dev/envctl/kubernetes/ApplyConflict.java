package dev.envctl.kubernetes;

import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Server-side apply was refused because fields belong to other managers.
final class ApplyConflict extends RuntimeException {

    /// `conflict with "kubectl-edit" using v1` after an ordinary write, `conflict with "flux"` after an apply.
    private static final Pattern MESSAGE = Pattern.compile("conflict with \"([^\"]*)\"(.*)");

    private record Claim(String manager, boolean applies, String field) {}

    private final transient List<Claim> claims;

    private ApplyConflict(List<Claim> claims) {
        this.claims = claims;
    }

    static Optional<ApplyConflict> from(KubernetesClientException refused) {
        if (refused.getCode() != 409
                || refused.getStatus() == null
                || refused.getStatus().getDetails() == null) {
            return Optional.empty();
        }
        List<StatusCause> causes = Optional.ofNullable(
                        refused.getStatus().getDetails().getCauses())
                .orElse(List.of());
        List<Claim> claims = causes.stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .map(ApplyConflict::claim)
                .toList();
        return claims.isEmpty() ? Optional.empty() : Optional.of(new ApplyConflict(claims));
    }

    private static Claim claim(StatusCause cause) {
        Matcher matcher = MESSAGE.matcher(cause.getMessage());
        return matcher.matches()
                ? new Claim(matcher.group(1), !matcher.group(2).contains(" using "), cause.getField())
                : new Claim(cause.getMessage(), true, cause.getField());
    }

    /// All claims come from ordinary writes (`kubectl edit`, `kubectl label`), none from a program that applies.
    boolean isOnlyWithPeople() {
        return claims.stream().noneMatch(Claim::applies);
    }

    ProviderException refusal(String cluster, ObjectType type, ObjectMeta metadata) {
        String fields = claims.stream()
                .filter(Claim::applies)
                .map(claim -> "%s to \"%s\"".formatted(claim.field(), claim.manager()))
                .collect(Collectors.joining(", "));
        return new ProviderException(
                        Code.FIELD_CONFLICT,
                        "kubernetes:patch " + type.plural(),
                        "Conflict",
                        "",
                        "Fields of the %s \"%s\" in cluster %s belong to other programs: %s."
                                .formatted(type.kind(), metadata.getName(), cluster, fields))
                .withHint("Take the field out of the document, or have the other program give it up.");
    }
}
