package dev.envctl.plan;

import dev.envctl.expression.Scope;
import dev.envctl.expression.Template;
import dev.envctl.graph.ResourceGraph;
import dev.envctl.plan.preflight.Landscape;
import dev.envctl.plan.preflight.Preflights;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.provider.Kinds;
import dev.envctl.provider.Missing;
import dev.envctl.provider.Session;
import dev.envctl.schema.Schemas;
import dev.envctl.spec.EnvironmentSettings;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// Observe, resolve, decide, order: from what git wants and what is live to a [Plan]. Reads through the kinds and
/// changes nothing. The same inputs give the same plan, byte for byte.
public final class Planner {

    /// What a plan is made for.
    public enum Purpose {
        /// Somebody may apply it.
        CHANGE,
        /// It only shows how far git and the world are apart. What stands in the way of an apply is no reason
        /// not to.
        COMPARISON
    }

    /// What to plan. `selected` empty means everything; otherwise it holds the chosen addresses and all they depend
    /// on.
    public record Request(
            EnvironmentSettings settings,
            ResourceGraph graph,
            Plan.Mode mode,
            Purpose purpose,
            Set<Address> replace,
            Set<Address> selected) {}

    private final Kinds kinds;
    private final Schemas schemas;
    private final Resolver resolver;

    public Planner(Kinds kinds, Schemas schemas, BiFunction<Template, Scope, Value> evaluator) {
        this.kinds = kinds;
        this.schemas = schemas;
        this.resolver = new Resolver(evaluator);
    }

    /// `session` is made for this observation. The plan's statistics are zero; whoever counts calls fills them in.
    public Plan plan(Request request, Session session) {
        Observer observer = new Observer(request, kinds, schemas, resolver, session);
        LiveIndex live = observer.observe();
        Problems problems = new Problems();
        Attributes attributes = new Attributes();
        List<Decision> decisions = decide(request, live, attributes, problems);
        List<Orphan> orphans = new Orphans(request, live, kinds).find(decisions);
        new Protection(request.settings(), kinds).check(decisions, orphans, problems);
        List<Problem> preflight = preflight(request, attributes, decisions, session);
        problems.addAll(preflight);
        Advancement.check(schemas, decisions, problems);
        problems.throwIfErrors();
        List<Step> steps = new Steps(request.graph(), kinds).order(decisions, orphans);
        return assemble(request, session, decisions, orphans, steps, attributes, observer.reliance())
                .withWarnings(preflight);
    }

    private List<Decision> decide(Request request, LiveIndex live, Attributes attributes, Problems problems) {
        Decider decider = new Decider(request, kinds, schemas, live, attributes);
        Matcher matcher = new Matcher(live, kinds);
        List<Decision> decisions = new ArrayList<>();
        for (Resource resource : request.graph().order()) {
            if (!isSelected(request, resource.address())) {
                continue;
            }
            Resolver.Resolved resolved = resolver.resolve(resource, attributes, problems);
            switch (matcher.match(resource, resolved.body())) {
                case Match.Refused _ when request.mode() == Plan.Mode.DESTROY -> {}
                case Match.Refused refused -> problems.add(refused.problem());
                case Match.Missing _ -> decider.missing(resource, resolved).ifPresent(decisions::add);
                case Match.Found found -> decisions.add(decider.found(resource, resolved, found));
            }
        }
        return decisions;
    }

    /// What is to be destroyed may be as wrong as it likes.
    private static List<Problem> preflight(
            Request request, Attributes attributes, List<Decision> decisions, Session session) {
        if (request.mode() == Plan.Mode.DESTROY) {
            return List.of();
        }
        Missing missing = switch (request.purpose()) {
            case CHANGE -> session.missing();
            case COMPARISON -> new Missing();
        };
        return Preflights.check(new Landscape(request.graph().order(), attributes.all(), changing(decisions), missing));
    }

    private static Set<Address> changing(List<Decision> decisions) {
        return decisions.stream()
                .filter(decision -> decision.action() != Action.NO_OP && decision.action() != Action.READ)
                .map(Decision::address)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Plan assemble(
            Request request,
            Session session,
            List<Decision> decisions,
            List<Orphan> orphans,
            List<Step> steps,
            Attributes attributes,
            Reliance reliance) {
        List<Change> changes = new Changes(request.graph(), schemas).of(decisions, orphans);
        boolean complete = request.selected().isEmpty();
        Plan undigested = new Plan(
                target(request.settings(), session),
                request.mode(),
                complete,
                changes,
                steps,
                needed(steps, attributes),
                reliance,
                complete ? List.of() : List.of(partial()),
                new Plan.Statistics(decisions.size() + orphans.size(), 0, 0),
                "");
        return undigested.withDigest(Digest.of(undigested));
    }

    private static boolean isSelected(Request request, Address address) {
        return request.selected().isEmpty() || request.selected().contains(address);
    }

    /// The known attributes that expressions waiting for something else also need.
    private static SequencedMap<Address, Value.MapValue> needed(List<Step> steps, Attributes attributes) {
        Set<Address> wanted = new LinkedHashSet<>();
        steps.forEach(step -> step.waiting()
                .values()
                .forEach(template -> template.references().forEach(reference -> wanted.add(reference.resource()))));
        SequencedMap<Address, Value.MapValue> needed = new LinkedHashMap<>(attributes.all());
        needed.keySet().retainAll(wanted);
        return needed;
    }

    private static PlanTarget target(EnvironmentSettings settings, Session session) {
        return new PlanTarget(
                settings.name(),
                settings.directory(),
                settings.target() == EnvironmentSettings.Target.SANDBOX,
                Optional.of(session.place().accountId()),
                settings.region(),
                settings.assumeRole().map(EnvironmentSettings.AssumeRole::arn),
                settings.assumeRole().flatMap(EnvironmentSettings.AssumeRole::externalId),
                settings.lock(),
                settings.deletes() == EnvironmentSettings.DeleteProtection.CONFIRM);
    }

    private static Problem partial() {
        return Problem.of(
                        Code.SELECTION_INCOMPLETE,
                        "Only the selected resources and what they depend on were planned; the environment may have"
                                + " other changes.")
                .withHint("Plan without --select before relying on the result.");
    }
}
