/// Git without a git on the machine: [Checkouts] brings modules from repositories, [ChangedFiles] says what a range
/// touches, a [Mirror] is what a service knows of a repository. They load JGit when they are first asked and not
/// before. May import `problem`.
@NullMarked
package dev.envctl.git;

import org.jspecify.annotations.NullMarked;
