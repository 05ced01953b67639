package dev.envctl.runner.forge;

import dev.envctl.runner.forge.Forge.Conversation;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.FakeForge.Opening;
import dev.envctl.testing.forge.FakeGitHub;
import dev.envctl.testing.forge.FakeGitLab;
import dev.envctl.testing.forge.FakeGitea;
import dev.envctl.testing.forge.World.Permission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Forges on loopback, of any kind, and clients of them.
final class ForgeBench implements AutoCloseable {

    static final String BASE = "e5bd3914e2e596debea16f433f57875b5b90bcd6";
    static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";

    static final String NEXT = "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c";
    static final String MERGED = "9049f1265b7d61be4a8904a9a27120d2064dab3b";

    enum Kind {
        GITHUB,
        GITHUB_APP,
        GITLAB,
        GITEA,
        FORGEJO
    }

    final TurnableClock clock = new TurnableClock();
    /// How long was waited before a call was repeated, one by one.
    final List<Duration> pauses = new ArrayList<>();
    private final List<FakeForge> opened = new ArrayList<>();

    /// With one repository, in which ada and grace may write, hopper may read, and the base branch is at BASE.
    FakeForge fake(Kind kind) {
        FakeForge fake = switch (kind) {
            case GITHUB -> FakeGitHub.withToken();
            case GITHUB_APP -> FakeGitHub.asApp(clock);
            case GITLAB -> new FakeGitLab();
            case GITEA -> FakeGitea.gitea();
            case FORGEJO -> FakeGitea.forgejo();
        };
        opened.add(fake);
        fake.repository(fake.someRepository(), BASE);
        fake.permitAll(fake.someRepository(), Permission.WRITE, "ada", "grace");
        fake.permit(fake.someRepository(), "hopper", Permission.READ);
        return fake;
    }

    /// Ada's pull request, at HEAD.
    static int open(FakeForge fake) {
        return fake.openPullRequest(fake.someRepository(), Opening.of("ada", "more-memory", HEAD));
    }

    static Conversation on(String repository, int number) {
        return new Conversation(repository, number, false);
    }

    Forge client(FakeForge fake) {
        return new Forges(fake.secrets(), clock, pauses::add).of(fake.settings());
    }

    @Override
    public void close() {
        opened.forEach(FakeForge::close);
    }
}
