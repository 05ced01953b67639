package dev.envctl.runner.web;

import dev.envctl.runner.settings.RunnerSettings.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.util.List;

/// One row of [Routes]. `query` names the parameters that an API call takes; others are refused there. It rides along
/// with the request as what Javalin calls a role.
record Route(HandlerType method, String path, Kind kind, Access access, List<String> query, Handler handler)
        implements RouteRole {

    Route {
        query = List.copyOf(query);
    }

    /// Decides how a refusal looks.
    enum Kind {
        /// Refusals are pages, and whoever is unknown is asked to sign in.
        PAGE,
        /// Refusals are JSON.
        API,
        /// For machines that want text.
        PLAIN
    }

    enum Access {
        OPEN,
        READ,
        RUN,
        ADMIN;

        boolean isOpenTo(Role role) {
            return switch (this) {
                case OPEN -> true;
                case READ -> role.includes(Role.READ);
                case RUN -> role.includes(Role.RUN);
                case ADMIN -> role.includes(Role.ADMIN);
            };
        }
    }
}
