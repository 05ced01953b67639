/// Tests of the runner's pages and API against a server on a loopback port; start at [Site], which is one.
@NullMarked
package dev.envctl.runner.web;

import org.jspecify.annotations.NullMarked;
