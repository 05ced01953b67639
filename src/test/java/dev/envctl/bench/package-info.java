/// Programs that measure, none of them a test. `mvn -q -Pbench test` runs the JMH benchmarks,
/// `mvn -q -Pbench test -Dbench.main=dev.envctl.bench.ProcessTimings` times what `mvn package` made ([ProcessTimings]).
@NullMarked
package dev.envctl.bench;

import org.jspecify.annotations.NullMarked;
