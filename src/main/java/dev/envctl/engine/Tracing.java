package dev.envctl.engine;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.provider.Session;
import dev.envctl.provider.World;
import dev.envctl.spec.Environment;
import dev.envctl.spec.Resource;
import dev.envctl.trace.Lookout;
import dev.envctl.trace.Sights;
import dev.envctl.trace.Trace;
import dev.envctl.trace.TypedName;
import dev.envctl.value.Address;
import java.util.List;
import java.util.Optional;

/// Finds an environment's endpoints among its documents, and hands one to the look-out.
final class Tracing {

    private static final String KIND = "ManagedEndpoint";

    private Tracing() {}

    static List<TypedName.Candidate> candidates(Environment environment) {
        return environment.resources().stream()
                .filter(resource -> resource.address().kind().text().equals(KIND))
                .map(resource -> new TypedName.Candidate(
                        environment.settings().directory(),
                        resource.address(),
                        resource.body().text("name")))
                .toList();
    }

    static Trace trace(Environment environment, Address address, World world, Session session) {
        Resource endpoint = environment.resources().stream()
                .filter(resource -> resource.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.of(Code.UNKNOWN_ADDRESS, "The environment has no %s.".formatted(address))));
        Optional<String> name =
                endpoint.mode() == Resource.Mode.EXTERNAL ? endpoint.body().text("name") : Optional.empty();
        return new Lookout(Sights.of(world.providers()), session)
                .trace(new Lookout.Wanted(
                        environment.settings().name(), environment.settings().directory(), address, name));
    }
}
