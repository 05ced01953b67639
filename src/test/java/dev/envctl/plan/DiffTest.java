package dev.envctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.schema.FieldRules;
import dev.envctl.schema.FieldSchema;
import dev.envctl.testing.InMemoryCloud;
import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DiffTest {

    private static final FieldSchema SPEC =
            InMemoryCloud.schemas().get(InMemoryCloud.THING).spec().orElseThrow();

    @Property(tries = 200)
    void findsNothingBetweenAValueAndItself(@ForAll("specs") Value.MapValue spec) {
        assertThat(between(spec, spec)).isEmpty();
    }

    @Property(tries = 200)
    void doesNotCareForTheOrderOfKeysAndSets(@ForAll("specs") Value.MapValue spec, @ForAll long seed) {
        assertThat(between(spec, shuffled(spec, new Random(seed)))).isEmpty();
        assertThat(Fingerprint.of(shuffled(spec, new Random(seed)), SPEC)).isEqualTo(Fingerprint.of(spec, SPEC));
    }

    @Property(tries = 200)
    void ignoresWhatTheDesiredSideDoesNotMention(@ForAll("specs") Value.MapValue spec) {
        assertThat(between(spec.without("text").without("tags"), spec)).isEmpty();
    }

    @Property(tries = 200)
    void sizesOfADifferenceAreTheSameBothWays(
            @ForAll("specs") Value.MapValue one, @ForAll("specs") Value.MapValue other) {
        assertThat(between(one, other).isEmpty()).isEqualTo(between(other, one).isEmpty());
    }

    @Test
    void showsASetInTheOrderThatGitHasSoThatNothingSeemsToMove() {
        Value.MapValue live = Value.map("links", Value.texts(List.of("x", "c", "a")));

        assertThat(between(Value.map("links", Value.texts(List.of("a", "b", "c"))), live))
                .singleElement()
                .satisfies(change -> assertThat(change.before()).contains(Value.texts(List.of("a", "c", "x"))));
    }

    @Test
    void countsEveryKeyOfAFreeMap() {
        Value.MapValue live = Value.map("name", Value.of("a"), "tags", Value.map("extra", Value.of("x")));

        assertThat(between(Value.map("name", Value.of("a"), "tags", Value.MapValue.EMPTY), live))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.path()).hasToString("tags.extra");
                    assertThat(change.after()).isEmpty();
                });
    }

    @Test
    void countsTheUnknownAsDifferentAndAsAReplacementWhereTheFieldIsFixed() {
        Value.MapValue live = Value.map("name", Value.of("a"), "parent", Value.of("p"), "text", Value.of("t"));

        List<FieldChange> found = between(live.with("parent", Value.UNKNOWN).with("text", Value.UNKNOWN), live);

        assertThat(found).extracting(change -> change.path().toString()).containsExactly("parent", "text");
        assertThat(found).extracting(change -> change.replaces().isPresent()).containsExactly(true, false);
    }

    @Test
    void takesAListThatMayOnlyGrowForAReplacementWhenItShrinks() {
        FieldSchema growing = growOnlyList();
        Value.MapValue live = Value.map("subnets", Value.texts(List.of("a", "b")));

        assertThat(Diff.between(Value.map("subnets", Value.texts(List.of("b", "a", "c"))), live, growing, _ -> false))
                .singleElement()
                .satisfies(change -> assertThat(change.replaces()).isEmpty());
        assertThat(Diff.between(Value.map("subnets", Value.texts(List.of("a", "c"))), live, growing, _ -> false))
                .singleElement()
                .satisfies(change -> assertThat(change.replaces()).contains("subnets cannot be taken away"));
    }

    @Test
    void leavesSecretsOutOfTheComparison() {
        Value.MapValue live = Value.map("name", Value.of("a"), "text", Value.of("something"));

        assertThat(between(live.with("text", Value.Secret.of("env:X")), live)).isEmpty();
    }

    @Provide
    Arbitrary<Value.MapValue> specs() {
        Arbitrary<String> words = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(3);
        return words.flatMap(name -> words.flatMap(text -> words.list()
                .uniqueElements()
                .ofMaxSize(4)
                .flatMap(links -> Arbitraries.maps(words, words).ofMaxSize(3).map(tags -> {
                    Map<String, Value> entries = new LinkedHashMap<>();
                    entries.put("name", Value.of(name));
                    entries.put("text", Value.of(text));
                    entries.put("links", Value.texts(links));
                    Map<String, Value> values = new LinkedHashMap<>();
                    tags.forEach((key, value) -> values.put(key, Value.of(value)));
                    entries.put("tags", new Value.MapValue(values));
                    return new Value.MapValue(entries);
                }))));
    }

    private static List<FieldChange> between(Value.MapValue desired, Value.MapValue live) {
        return Diff.between(desired, live, SPEC, _ -> false);
    }

    private static Value.MapValue shuffled(Value.MapValue map, Random random) {
        List<String> keys = new ArrayList<>(map.entries().keySet());
        Collections.shuffle(keys, random);
        Map<String, Value> entries = new LinkedHashMap<>();
        for (String key : keys) {
            Value value = map.get(key).orElseThrow();
            if (value instanceof Value.ListValue list) {
                List<Value> elements = new ArrayList<>(list.elements());
                Collections.shuffle(elements, random);
                entries.put(key, new Value.ListValue(elements));
            } else {
                entries.put(key, value instanceof Value.MapValue inner ? shuffled(inner, random) : value);
            }
        }
        return new Value.MapValue(entries);
    }

    private static FieldSchema growOnlyList() {
        FieldRules rules = new FieldRules(
                FieldRules.Change.GROW_ONLY,
                false,
                false,
                false,
                FieldRules.Order.ANY_ORDER,
                Optional.empty(),
                Optional.empty(),
                Optional.of("subnets cannot be taken away"));
        FieldSchema list = new FieldSchema(
                FieldSchema.Type.LIST,
                "",
                rules,
                Ordered.<String, FieldSchema>copyOf(Map.of()),
                List.of(),
                Optional.of(FieldSchema.ANYTHING),
                Optional.empty(),
                List.of());
        return new FieldSchema(
                FieldSchema.Type.OBJECT,
                "",
                FieldRules.NONE,
                Ordered.<String, FieldSchema>copyOf(Map.of("subnets", list)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
