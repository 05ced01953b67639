package dev.envctl.testing.forge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/// What a forge knows, and what happens in it; tells its [Voice] of each. Methods are called by tests and by the
/// server's threads.
public final class World {

    /// Tells the outside, in the forge's own words.
    interface Voice {
        void moved(Repository repository, Pull pull, Move move, String before, String actor);

        void closed(Repository repository, Pull pull, String actor);

        void reviewed(Repository repository, Pull pull, Review review);

        void pushed(Repository repository, String branch, String before, String after, String actor);

        void commented(Repository repository, Comment comment);
    }

    enum Move {
        OPENED,
        PUSHED,
        REOPENED
    }

    public enum Permission {
        NONE,
        READ,
        WRITE,
        ADMIN
    }

    public record Comment(long id, int number, boolean onIssue, String author, String body) {}

    public record Status(String commit, String context, String state, String description, String link) {}

    public record Check(
            long id,
            String commit,
            String name,
            String status,
            String conclusion,
            String title,
            String summary,
            String app,
            List<Annotation> annotations) {}

    public record Annotation(String path, int line, String level, String title, String message) {}

    public record Issue(int number, String title, String body, boolean open, String author) {}

    record Review(String reviewer, String state, String commit, boolean dismissed) {}

    static final class Pull {
        final int number;
        final String title;
        final String author;
        final String branch;
        final boolean fork;
        final List<Review> reviews = new ArrayList<>();
        String base;
        String head;
        String description = "";
        String mergeBase;
        boolean open = true;
        boolean draft;
        boolean conflicting;
        /// How often it is asked before the forge knows whether it can be merged.
        int undecided;
        Optional<String> mergeCommit = Optional.empty();

        Pull(int number, FakeForge.Opening opening, String mergeBase) {
            this.number = number;
            this.title = opening.title();
            this.author = opening.author();
            this.branch = opening.branch();
            this.fork = opening.fork();
            this.base = opening.base();
            this.head = opening.head();
            this.mergeBase = mergeBase;
        }
    }

    static final class Repository {
        final String name;
        final SequencedMap<String, String> branches = new LinkedHashMap<>();
        final Map<String, Permission> permissions = new HashMap<>();
        final SequencedMap<Integer, Pull> pulls = new LinkedHashMap<>();
        final SequencedMap<Integer, Issue> issues = new LinkedHashMap<>();
        final SequencedMap<Long, Comment> comments = new LinkedHashMap<>();
        final List<Status> statuses = new ArrayList<>();
        final SequencedMap<Long, Check> checks = new LinkedHashMap<>();
        final Map<Long, List<String>> reactions = new HashMap<>();
        private final boolean isApart;
        private int lastNumber;
        private int lastIssue;

        Repository(String name, boolean isApart) {
            this.name = name;
            this.isApart = isApart;
        }

        int nextIssue() {
            return isApart ? ++lastIssue : nextNumber();
        }

        int nextNumber() {
            return ++lastNumber;
        }

        /// Of a branch that is there.
        String head(String branch) {
            return Optional.ofNullable(branches.get(branch)).orElseThrow();
        }

        String owner() {
            return name.substring(0, name.lastIndexOf('/'));
        }

        boolean isIssue(int number) {
            return issues.containsKey(number);
        }

        /// The oldest first.
        List<Comment> comments(int number, boolean onIssue) {
            return comments.values().stream()
                    .filter(comment -> comment.number() == number && comment.onIssue() == onIssue)
                    .toList();
        }

        /// The latest first, of one author or, where that is empty, of all.
        List<Issue> issues(String author, boolean onlyOpen) {
            return issues.values().stream()
                    .filter(issue -> author.isEmpty() || issue.author().equals(author))
                    .filter(issue -> issue.open() || !onlyOpen)
                    .sorted(Comparator.comparing(Issue::number).reversed())
                    .toList();
        }

        /// Whether that is new: one person has one reaction of a kind.
        boolean react(long comment, String content) {
            List<String> there = reactions.computeIfAbsent(comment, _ -> new ArrayList<>());
            return !there.contains(content) && there.add(content);
        }

        /// Who opened it stays.
        Issue write(int number, String author, String title, String body, boolean open) {
            String by =
                    Optional.ofNullable(issues.get(number)).map(Issue::author).orElse(author);
            Issue written = new Issue(number, title, body, open, by);
            issues.put(number, written);
            return written;
        }

        Permission permission(String user) {
            return permissions.getOrDefault(user, Permission.NONE);
        }
    }

    static final String DEFAULT_BRANCH = "main";

    private final SequencedMap<String, Repository> repositories = new LinkedHashMap<>();
    private final Map<String, Set<String>> teams = new LinkedHashMap<>();
    private final List<String> users = new ArrayList<>();
    private final Voice voice;
    private boolean isApart;
    private long lastId = 5000;

    World(Voice voice) {
        this.voice = voice;
    }

    /// And not with pull requests, in repositories that are yet to come.
    void numberIssuesApart() {
        isApart = true;
    }

    synchronized <T> T locked(Supplier<T> reading) {
        return reading.get();
    }

    synchronized long nextId() {
        return ++lastId;
    }

    /// The number by which the forge knows somebody.
    synchronized int idOf(String user) {
        if (!users.contains(user)) {
            users.add(user);
        }
        return 1001 + users.indexOf(user);
    }

    synchronized Optional<String> userOf(long id) {
        int index = (int) id - 1001;
        return index >= 0 && index < users.size() ? Optional.of(users.get(index)) : Optional.empty();
    }

    synchronized boolean isUser(String user) {
        return users.contains(user);
    }

    synchronized void add(String name, String head) {
        repositories
                .computeIfAbsent(name, _ -> new Repository(name, isApart))
                .branches
                .put(DEFAULT_BRANCH, head);
    }

    synchronized Optional<Repository> find(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    Repository repository(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no repository " + name));
    }

    Pull pull(String repository, int number) {
        return Optional.ofNullable(repository(repository).pulls.get(number))
                .orElseThrow(() -> new IllegalStateException("no pull request " + number));
    }

    synchronized void permit(String repository, String user, Permission permission) {
        idOf(user);
        repository(repository).permissions.put(user, permission);
    }

    /// `team` is what the forge knows it by: `owner/slug`, or a group's path.
    synchronized void team(String team, List<String> members) {
        members.forEach(this::idOf);
        teams.computeIfAbsent(team, _ -> new LinkedHashSet<>()).addAll(members);
    }

    synchronized List<String> teams() {
        return List.copyOf(teams.keySet());
    }

    synchronized boolean isIn(String team, String user) {
        return teams.getOrDefault(team, Set.of()).contains(user);
    }

    synchronized boolean isTeam(String team) {
        return teams.containsKey(team);
    }

    synchronized int open(String repository, FakeForge.Opening opening) {
        Repository there = repository(repository);
        idOf(opening.author());
        String base = Optional.ofNullable(there.branches.get(opening.base())).orElseThrow();
        var pull = new Pull(there.nextNumber(), opening, base);
        there.pulls.put(pull.number, pull);
        voice.moved(there, pull, Move.OPENED, "", pull.author);
        return pull.number;
    }

    synchronized void push(String repository, int number, String head, boolean onTopOfBase) {
        Repository there = repository(repository);
        Pull pull = pull(repository, number);
        String before = pull.head;
        pull.head = head;
        if (onTopOfBase) {
            pull.mergeBase = there.head(pull.base);
        }
        voice.moved(there, pull, Move.PUSHED, before, pull.author);
    }

    synchronized void reopen(String repository, int number, String actor) {
        Pull pull = pull(repository, number);
        pull.open = true;
        voice.moved(repository(repository), pull, Move.REOPENED, "", actor);
    }

    synchronized void pushBranch(String repository, String branch, String head, String actor) {
        Repository there = repository(repository);
        String before = there.branches.getOrDefault(branch, "0".repeat(40));
        there.branches.put(branch, head);
        voice.pushed(there, branch, before, head, actor);
    }

    synchronized void review(String repository, int number, String reviewer, String state) {
        idOf(reviewer);
        Pull pull = pull(repository, number);
        var review = new Review(reviewer, state, pull.head, false);
        pull.reviews.add(review);
        voice.reviewed(repository(repository), pull, review);
    }

    synchronized void merge(String repository, int number, String actor, String mergeCommit) {
        Repository there = repository(repository);
        Pull pull = pull(repository, number);
        pull.open = false;
        pull.mergeCommit = Optional.of(mergeCommit);
        voice.closed(there, pull, actor);
        pushBranch(repository, pull.base, mergeCommit, actor);
    }

    /// As a merge queue does: several merges, by number and in order, and one push.
    synchronized void mergeTogether(String repository, SequencedMap<Integer, String> commits, String actor) {
        commits.forEach((number, commit) -> {
            Pull pull = pull(repository, number);
            pull.open = false;
            pull.mergeCommit = Optional.of(commit);
            voice.closed(repository(repository), pull, actor);
        });
        pushBranch(repository, DEFAULT_BRANCH, commits.lastEntry().getValue(), actor);
    }

    synchronized void close(String repository, int number, String actor) {
        Pull pull = pull(repository, number);
        pull.open = false;
        voice.closed(repository(repository), pull, actor);
    }

    /// Whether it was by a person or through the API: forges tell of both.
    synchronized Comment comment(String repository, int number, boolean onIssue, String author, String body) {
        idOf(author);
        Repository there = repository(repository);
        var comment = new Comment(nextId(), number, onIssue, author, body);
        there.comments.put(comment.id(), comment);
        voice.commented(there, comment);
        return comment;
    }

    synchronized Optional<Comment> edit(Repository repository, long id, String body) {
        return Optional.ofNullable(repository.comments.computeIfPresent(
                id, (_, old) -> new Comment(id, old.number(), old.onIssue(), old.author(), body)));
    }
}
