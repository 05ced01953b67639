package dev.envctl.git;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// How commits stand to one another.
final class History {

    private History() {}

    /// Where two lines parted. The names are for the problem when they never were one.
    static RevCommit mergeBase(Repository repository, ObjectId base, ObjectId head, String baseName, String headName)
            throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(base));
            walk.markStart(walk.parseCommit(head));
            RevCommit common = walk.next();
            if (common == null) {
                throw new ProblemException(Problem.of(
                        Code.COMMIT_UNUSABLE, "%s and %s have no commit in common.".formatted(baseName, headName)));
            }
            return walk.parseCommit(common);
        }
    }

    static List<Mirror.Step> line(Repository repository, ObjectId before, ObjectId after, int most) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setFirstParent(true);
            walk.markStart(walk.parseCommit(after));
            walk.markUninteresting(walk.parseCommit(before));
            List<Mirror.Step> steps = new ArrayList<>();
            for (RevCommit commit = walk.next(); commit != null && steps.size() < most; commit = walk.next()) {
                steps.addFirst(
                        new Mirror.Step(commit.name(), walk.parseCommit(commit).getParentCount() > 1));
            }
            return List.copyOf(steps);
        }
    }

    static boolean contains(Repository repository, ObjectId tip, ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(tip));
        }
    }
}
