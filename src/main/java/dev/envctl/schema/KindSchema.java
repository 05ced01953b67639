package dev.envctl.schema;

import dev.envctl.value.KindName;
import java.util.Optional;

/// Everything that is written down about a kind. `spec` is empty for kinds that can only be looked up; `external` is
/// empty for kinds that cannot. `attributes` is what a reference may name: the fields of the spec and the computed
/// ones.
public record KindSchema(
        KindName kind,
        String description,
        Optional<FieldSchema> spec,
        Optional<FieldSchema> external,
        FieldSchema attributes) {}
