package dev.envctl.expression;

import java.util.List;

/// What CEL's parser found in a source that is more than [Syntax].
record CelSource(List<NamePath> names, List<Syntax.Call> calls) {}
