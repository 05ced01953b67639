package dev.envctl.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ValueJsonTest {

    @Property(tries = 300)
    void readsBackWhatItWrites(@ForAll("values") Value value) {
        assertThat(ValueJson.read(ValueJson.write(value))).isEqualTo(value);
        assertThat(ValueJson.read(ValueJson.writePretty(value))).isEqualTo(value);
    }

    @Test
    void neverWritesTheContentOfASecret() {
        Value secret = Value.Secret.of("env:TLS_KEY").reveal("hunter2");

        assertThat(ValueJson.write(secret)).contains("env:TLS_KEY").doesNotContain("hunter2");
        assertThat(secret.toString()).doesNotContain("hunter2");
    }

    @Provide
    Arbitrary<Value> values() {
        return Arbitraries.lazyOf(
                () -> Arbitraries.strings().ofMaxLength(10).map(Value::of),
                () -> Arbitraries.bigDecimals().map(Value.Number::new),
                () -> Arbitraries.of(true, false).map(Value::of),
                () -> Arbitraries.of(
                        Value.NULL, Value.UNKNOWN, Value.Secret.of("env:X"), new Value.Number(BigDecimal.TEN)),
                () -> values().list().ofMaxSize(4).map(Value.ListValue::new),
                () -> Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(8), values())
                        .ofMaxSize(4)
                        .map(map -> new Value.MapValue(Ordered.<String, Value>copyOf(map))));
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(ValueJson.write(ValueJson.read("{\"b\":1,\"a\":[2]}"))).isEqualTo("{\"b\":1,\"a\":[2]}");
        assertThat(List.copyOf(((Value.MapValue) ValueJson.read("{\"b\":1,\"a\":2}"))
                        .entries()
                        .keySet()))
                .isEqualTo(List.of("b", "a"));
    }
}
