package dev.envctl.kubernetes;

import dev.envctl.problem.Problem;
import dev.envctl.provider.ProviderException;
import dev.envctl.provider.Session;
import dev.envctl.trail.Culprit;
import dev.envctl.trail.Findings;
import dev.envctl.trail.Moved;
import dev.envctl.trail.Trail;
import dev.envctl.value.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A cluster keeps no history of calls, but each object says which program wrote its fields last, and when
/// (`managedFields`). That is a program (`kubectl-edit`) and no person, and one read per object. Only of manifests: the
/// other kinds are several objects each.
final class ClusterTrail implements Trail {

    private static final String KIND = "Manifest";

    private final ClusterClients clients;
    private final Session session;

    ClusterTrail(ClusterClients clients, Session session) {
        this.clients = clients;
        this.session = session;
    }

    @Override
    public Findings ask(Question question) {
        List<Culprit> culprits = new ArrayList<>();
        List<Address> unknown = new ArrayList<>();
        List<Problem> refusals = new ArrayList<>();
        for (Moved moved : question.moved()) {
            try {
                writer(moved, question)
                        .ifPresentOrElse(
                                writer -> culprits.add(culprit(moved, writer)), () -> unknown.add(moved.address()));
            } catch (ProviderException refused) {
                unknown.add(moved.address());
                refusals.add(refused.problem());
            }
        }
        return new Findings(culprits, unknown, false, refusals);
    }

    private Optional<ClusterObject.Writer> writer(Moved moved, Question question) {
        return object(moved).flatMap(object -> object.lastOtherWriter(question.since()));
    }

    private Optional<ClusterObject> object(Moved moved) {
        Optional<ObjectRef> ref = moved.address().kind().text().equals(KIND)
                ? moved.live().get("manifest").flatMap(ObjectRef::of)
                : Optional.empty();
        return ref.flatMap(named -> moved.live()
                .text("clusterName")
                .flatMap(cluster -> clients.find(cluster, session))
                .flatMap(reached -> read(reached.client(), named)));
    }

    private static Optional<ClusterObject> read(ClusterClient client, ObjectRef ref) {
        return client.find(ref.type().apiVersion(), ref.type().kind())
                .flatMap(type -> client.get(type, ref.namespace(), ref.name()));
    }

    private static Culprit culprit(Moved moved, ClusterObject.Writer writer) {
        return new Culprit(
                moved.address(),
                writer.manager(),
                "kubernetes:" + writer.operation(),
                writer.time(),
                Optional.empty(),
                Optional.empty());
    }
}
