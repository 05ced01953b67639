/// The page, the REST API, webhooks, metrics and health of the runner, and the only package that knows the web server.
/// Read [WebServer] first, then [Routes], one table of all there is with who may, then [Gate], which holds everybody to
/// it. It triggers only through [Actions]. What pages show is made in `view`, who somebody is in `access`. May import
/// `run`, `settings`, `lease`.
@NullMarked
package dev.envctl.runner.web;

import org.jspecify.annotations.NullMarked;
