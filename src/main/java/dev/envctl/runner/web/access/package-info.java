/// Who somebody is: by a token, by a session that a token or an OpenID provider opened ([SignIns]), or nobody. Knows no
/// web server. May import `settings`.
@NullMarked
package dev.envctl.runner.web.access;

import org.jspecify.annotations.NullMarked;
