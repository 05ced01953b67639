package dev.envctl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.FieldName;
import dev.envctl.provider.ResourceKind;
import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.testing.TurnableClock;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A kind says the same thing twice, in its schema and in its spec record. Here both are held against each other.
final class KindSchemasTest {

    static Stream<ResourceKind<?>> kinds() {
        var clock = new TurnableClock();
        var time = new AwsSettings.Time(clock, clock::turn);
        return new AwsProvider(AwsSettings.local("us-east-1", URI.create("http://127.0.0.1:1"), "test", time))
                .kinds().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void recordsAndSchemasHaveTheSameFields(ResourceKind<?> kind) {
        FieldSchema schema = attributes(kind);

        assertSameFields(kind.specType(), schema, kind.name().text());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void naturalKeysAndReferencesAreFields(ResourceKind<?> kind) {
        assertThat(Stream.concat(kind.traits().naturalKey().stream(), kind.traits().references().stream()))
                .allSatisfy(path -> assertThat(attributes(kind).at(path))
                        .as("%s%s", kind.name(), path)
                        .isPresent());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldIsDescribedAndEveryImmutableOneGivesItsReason(ResourceKind<?> kind) {
        assertDescribed(attributes(kind), FieldPath.ROOT, kind.name().text());
    }

    private static FieldSchema attributes(ResourceKind<?> kind) {
        return SchemaLoader.shipped()
                .load(List.of(kind.name()))
                .get(kind.name())
                .attributes();
    }

    private static void assertSameFields(Class<?> type, FieldSchema schema, String where) {
        var written = schema.fields().entrySet().stream()
                .filter(field -> !field.getValue().rules().computed())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        var read = Arrays.stream(type.getRecordComponents())
                .map(KindSchemasTest::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
        read.removeIf(name -> Optional.ofNullable(schema.fields().get(name))
                .filter(field -> field.rules().computed())
                .isPresent());
        assertThat(read).as(where).isEqualTo(written);
        for (RecordComponent component : type.getRecordComponents()) {
            Optional<FieldSchema> field = Optional.ofNullable(schema.fields().get(nameOf(component)));
            nested(component.getGenericType())
                    .ifPresent(record -> field.map(KindSchemasTest::inner)
                            .ifPresent(inner -> assertSameFields(record, inner, where + "." + nameOf(component))));
        }
    }

    private static FieldSchema inner(FieldSchema field) {
        return field.items().filter(_ -> field.type() == FieldSchema.Type.LIST).orElse(field);
    }

    private static Optional<Class<?>> nested(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() != Map.class) {
            return nested(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> record && record.isRecord() && !Value.class.isAssignableFrom(record)
                ? Optional.of(record)
                : Optional.empty();
    }

    private static String nameOf(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(FieldName.class))
                .map(FieldName::value)
                .orElse(component.getName());
    }

    private static void assertDescribed(FieldSchema schema, FieldPath path, String kind) {
        schema.fields().forEach((name, field) -> {
            FieldPath below = path.key(name);
            assertThat(field.description()).as("%s.%s", kind, below).isNotBlank();
            if (field.rules().change() != FieldRules.Change.IN_PLACE) {
                assertThat(field.rules().reason()).as("%s.%s", kind, below).isPresent();
            }
            assertDescribed(inner(field), below, kind);
        });
    }
}
