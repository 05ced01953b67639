/// `runner.yaml`, right and wrong.
@NullMarked
package dev.envctl.runner.settings;

import org.jspecify.annotations.NullMarked;
