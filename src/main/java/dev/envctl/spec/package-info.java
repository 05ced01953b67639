/// From YAML files to an [Environment]: documents with positions, schema check, modules and loops expanded, every name
/// in every expression bound. Read [EnvironmentLoader] first. Beside that, and knowing nothing of it, [FormattedFile]
/// sets the white space of YAML files. May import `expression`, `schema`, `value`, `problem`.
@NullMarked
package dev.envctl.spec;

import org.jspecify.annotations.NullMarked;
