package dev.envctl.aws.ec2;

import static dev.envctl.aws.Refusals.found;
import static dev.envctl.aws.Refusals.is;
import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Takes away what others may still hold on to. Load balancers, clusters, endpoints and Studio workspaces let go of
/// their network interfaces minutes after they are gone themselves, so a refusal is waited out as long as everything
/// that holds on is of that sort; who else holds on does not go away by waiting, and is named at once.
///
/// `noun` is what the object is called in messages, `patience` how long to wait, `holders` what holds on to it now, and
/// `gone` the codes that say it is gone already.
record Removal(String noun, Duration patience, Supplier<List<Holder>> holders, List<String> gone) {

    static final Duration INTERFACES = Duration.ofMinutes(20);

    private static final String[] HELD = {
        "DependencyViolation", "InvalidGroup.InUse", "InvalidIPAddress.InUse", "InvalidCidrBlock.InUse"
    };

    /// `passing`: lets go by itself.
    record Holder(String name, boolean passing) {}

    void run(String id, Session session, Runnable call) {
        try {
            Eventually.run(session, patience, refusal -> isWorthWaiting(refusal, id, session), () -> {
                session.beforeWrite();
                unless(call, gone.toArray(String[]::new));
            });
        } catch (AwsServiceException refusal) {
            throw is(refusal, HELD) ? stillHeld(refusal, id) : refusal;
        }
    }

    private boolean isWorthWaiting(AwsServiceException refusal, String id, Session session) {
        if (!is(refusal, HELD)) {
            return false;
        }
        List<Holder> holding = holding();
        session.report(id, holding.isEmpty() ? "still in use" : "held by " + names(holding));
        return holding.stream().allMatch(Holder::passing);
    }

    private ProviderException stillHeld(AwsServiceException refusal, String id) {
        List<Holder> holding = holding();
        ProviderException translated = Refusals.translate(refusal);
        return new ProviderException(
                        translated.code(),
                        translated.operation(),
                        translated.errorCode(),
                        translated.requestId(),
                        "The %s %s is still in use%s."
                                .formatted(noun, id, holding.isEmpty() ? "" : ": " + names(holding)))
                .withHint("Remove what uses it, then repeat the command; nothing is lost by it.");
    }

    /// Empty where the caller may not look.
    private List<Holder> holding() {
        return found(holders, "UnauthorizedOperation").orElse(List.of());
    }

    private static String names(List<Holder> holding) {
        return holding.stream().map(Holder::name).collect(Collectors.joining("; "));
    }
}
