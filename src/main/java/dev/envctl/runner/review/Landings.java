package dev.envctl.runner.review;

import dev.envctl.problem.Code;
import dev.envctl.problem.ProblemException;
import dev.envctl.runner.review.Affected.Step;
import dev.envctl.runner.review.Landed.Part;
import dev.envctl.runner.review.PullRequestState.Stage;
import dev.envctl.runner.review.Pushes.Push;
import dev.envctl.runner.run.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out by which pull requests a push came, and what each of them changed. Which commits there are git says, and
/// who brought them the forge, in whatever order it tells: what comes of it is the same in the end.
final class Landings {

    /// Of one push. What is not asked of the forge counts as nobody's until its pull request is told of.
    private static final int MOST_QUESTIONS = 30;
    private static final int MOST_STARTS = 30;
    private static final int LONGEST_TROUBLE = 500;

    private static final Affected.Change NOTHING = new Affected.Change(List.of(), List.of());

    private final ReviewParts parts;
    private final ReviewParts.Stores stores;
    private final Planning planning;

    Landings(ReviewParts parts, Planning planning) {
        this.parts = parts;
        this.stores = parts.stores();
        this.planning = planning;
    }

    /// Remembers the push before anybody is asked whose it is: of it and of its pull requests whatever is told
    /// second finds the first. Then the forge is asked who brought what nobody is known to have brought, the newest
    /// first.
    void hear(Matter matter, Push push) {
        List<String> commits = line(matter, push).stream().map(Step::commit).toList();
        stores.pushes().add(push, commits);
        Map<String, PullRequestState> known = owners(matter, push, commits);
        Map<Integer, Boolean> merged = new HashMap<>();
        commits.reversed().stream()
                .filter(commit -> !known.containsKey(commit))
                .limit(MOST_QUESTIONS)
                .forEach(commit -> matter.forge()
                        .mergedBy(matter.repository().name(), commit)
                        .filter(number -> merged.computeIfAbsent(number, _ -> isMerged(matter, push, number)))
                        .ifPresent(number -> stores.pushes().attribute(push, commit, number)));
    }

    private boolean isMerged(Matter matter, Push push, int number) {
        return planning.refresh(matter, number, Run.Trigger.PUSH, push.actor())
                .filter(pull -> pull.stage() == Stage.MERGED)
                .isPresent();
    }

    /// As much as is known by now.
    Landed look(Matter matter, Push push) {
        List<Step> line = line(matter, push);
        List<Part> split = split(
                matter,
                push,
                line,
                owners(matter, push, line.stream().map(Step::commit).toList()));
        try {
            List<Part> found = split.stream().map(part -> changed(matter, part)).toList();
            return new Landed(push, found, Optional.empty());
        } catch (ProblemException problem) {
            Texts.rethrowIfAway(problem);
            return new Landed(push, split, Optional.of(Texts.cut(Texts.details(problem), LONGEST_TROUBLE)));
        }
    }

    /// Whether nobody has told of another pull request since.
    boolean isAll(Matter matter, Landed landed) {
        List<PullRequestKey> seen =
                landed.pulls().stream().map(PullRequestState::key).toList();
        return owners(matter, landed.push(), stores.pushes().commits(landed.push())).values().stream()
                .map(PullRequestState::key)
                .allMatch(seen::contains);
    }

    private Part changed(Matter matter, Part part) {
        Affected.Change found = parts.affected().environments(matter.repository(), part.start(), part.end());
        return new Part(part.start(), part.end(), part.pull(), matter.ours(found));
    }

    /// Where the branch was moved back, or nowhere, there is no step; what it is at now is judged all the same.
    private List<Step> line(Matter matter, Push push) {
        List<Step> line = stepsOf(matter, push);
        return line.isEmpty() ? List.of(new Step(push.after(), false)) : line;
    }

    /// After a forced push nobody may have what stood there before. What stands there now somebody has, sooner or
    /// later.
    private List<Step> stepsOf(Matter matter, Push push) {
        try {
            return parts.affected().line(matter.repository(), push.before(), push.after());
        } catch (ProblemException problem) {
            if (!Texts.is(problem, Code.COMMIT_MISSING)) {
                throw problem;
            }
            return parts.affected().line(matter.repository(), push.after(), push.after());
        }
    }

    private Map<String, PullRequestState> owners(Matter matter, Push push, List<String> commits) {
        Map<String, PullRequestState> owners = new LinkedHashMap<>();
        stores.pushes()
                .attributed(push)
                .forEach((commit, number) -> stores.pullRequests()
                        .find(matter.key(number))
                        .filter(pull -> pull.stage() == Stage.MERGED)
                        .ifPresent(pull -> owners.put(commit, pull)));
        stores.pullRequests()
                .mergedAs(matter.forgeName(), matter.repository().name(), commits)
                .forEach(pull -> pull.mergeCommit().ifPresent(commit -> owners.put(commit, pull)));
        return owners;
    }

    private List<Part> split(Matter matter, Push push, List<Step> line, Map<String, PullRequestState> owners) {
        List<Part> found = new ArrayList<>();
        List<String> nobodys = new ArrayList<>();
        nobodys.add(push.before());
        for (Step step : line) {
            Optional<PullRequestState> owner = Optional.ofNullable(owners.get(step.commit()));
            if (owner.isEmpty()) {
                nobodys.add(step.commit());
            } else {
                add(found, part(matter, nobodys, step, owner.get()), nobodys);
                nobodys.clear();
                nobodys.add(step.commit());
            }
        }
        if (nobodys.size() > 1) {
            found.add(new Part(nobodys.getFirst(), nobodys.getLast(), Optional.empty(), NOTHING));
        }
        return found;
    }

    /// Steps of one pull request that follow on each other are one part.
    private static void add(List<Part> found, Part part, List<String> nobodys) {
        if (!part.start().equals(nobodys.getFirst())) {
            found.add(new Part(nobodys.getFirst(), part.start(), Optional.empty(), NOTHING));
        }
        boolean isNext = !found.isEmpty()
                && part.pull().filter(found.getLast()::isOf).isPresent()
                && found.getLast().end().equals(part.start());
        Part whole = isNext ? new Part(found.removeLast().start(), part.end(), part.pull(), NOTHING) : part;
        found.add(whole);
    }

    /// A rebase or a fast-forward leaves commits before the last that not every forge calls the pull request's.
    /// They are its own as far back as its head, merged into what was there, gives exactly what there is: then
    /// nothing else came with them. A merge commit says itself what was before it.
    private Part part(Matter matter, List<String> nobodys, Step step, PullRequestState pull) {
        int near = nobodys.size() - 1;
        int far = step.merge() || pull.head().isEmpty() ? near : Math.max(0, near - MOST_STARTS);
        for (int start = far; start < near; start++) {
            if (parts.affected().makes(matter.repository(), nobodys.get(start), pull.head(), step.commit())) {
                return new Part(nobodys.get(start), step.commit(), Optional.of(pull), NOTHING);
            }
        }
        return new Part(nobodys.get(near), step.commit(), Optional.of(pull), NOTHING);
    }
}
