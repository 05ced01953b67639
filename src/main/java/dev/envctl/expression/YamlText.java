package dev.envctl.expression;

import dev.envctl.value.Value;

/// The parser behind `yaml(text)`. Throws [IllegalArgumentException] with the place and the reason.
@FunctionalInterface
public interface YamlText {
    Value parse(String text);
}
