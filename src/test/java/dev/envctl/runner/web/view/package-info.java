/// Tests of what pages show, without a server.
@NullMarked
package dev.envctl.runner.web.view;

import org.jspecify.annotations.NullMarked;
