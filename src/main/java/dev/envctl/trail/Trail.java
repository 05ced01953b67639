package dev.envctl.trail;

import dev.envctl.provider.Session;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A record of who changed what, as a provider can read it. Only reads, and never throws for a refusal.
public interface Trail {

    /// A provider that can show one.
    interface Source {
        Trail trail(Session session);
    }

    /// `since` is when the objects were last known to be as they should be; `ownRoles` are the ARNs of the roles
    /// under which envctl itself works on the environment.
    record Question(List<Moved> moved, Set<String> ownRoles, Instant since) {
        public Question {
            moved = List.copyOf(moved);
            ownRoles = Set.copyOf(ownRoles);
        }

        Question of(List<Moved> some) {
            return new Question(some, ownRoles, since);
        }
    }

    Findings ask(Question question);
}
