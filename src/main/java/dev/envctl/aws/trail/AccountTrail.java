package dev.envctl.aws.trail;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Refusals;
import dev.envctl.aws.Tagging;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.trail.Findings;
import dev.envctl.trail.Trail;
import java.util.List;

/// The event history of an account: the last 90 days, about fifteen minutes behind, two questions a second.
public final class AccountTrail implements Trail {

    private final AwsClients clients;
    private final Session session;

    public AccountTrail(AwsClients clients, Session session) {
        this.clients = clients;
        this.session = session;
    }

    @Override
    public Findings ask(Question question) {
        String globalRegion = Tagging.globalRegion(session.place().partition());
        var search = new TrailSearch(new History(clients, question.since()), clients.region(), globalRegion);
        try {
            Refusals.translated(() -> search.run(question, caller()));
            return search.findings();
        } catch (ProviderException refused) {
            return search.findings().and(refused(refused));
        }
    }

    private String caller() {
        return clients.sts().getCallerIdentity().arn();
    }

    private static Findings refused(ProviderException refused) {
        return new Findings(List.of(), List.of(), false, List.of(refused.problem()));
    }
}
