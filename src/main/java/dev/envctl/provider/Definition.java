package dev.envctl.provider;

import dev.envctl.value.KindName;

/// What a kind is called, the record its documents are read into, and what is true of its objects.
public record Definition<S extends Record>(KindName name, Class<S> specType, Traits traits) {

    public static <S extends Record> Definition<S> of(String name, Class<S> specType, Traits traits) {
        return new Definition<>(KindName.of(name), specType, traits);
    }
}
