package dev.envctl.kubernetes;

import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When two values mean the same although they are written differently: `2` and `"2"`, `500m` and `0.5`, a key that is
/// absent and one that is empty. What means the same is shown as the document has it, so that no difference is seen
/// where there is none.
final class Likeness {

    private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("Ki", BigDecimal.TWO.pow(10)),
            Map.entry("Mi", BigDecimal.TWO.pow(20)),
            Map.entry("Gi", BigDecimal.TWO.pow(30)),
            Map.entry("Ti", BigDecimal.TWO.pow(40)),
            Map.entry("Pi", BigDecimal.TWO.pow(50)));

    private Likeness() {}

    /// `live` with everything that means the same as in `desired` written as there.
    static Value settle(Value live, Value desired) {
        if (isSame(live, desired)) {
            return desired;
        }
        if (live instanceof Value.MapValue one && desired instanceof Value.MapValue other) {
            return settleMap(one, other);
        }
        if (live instanceof Value.ListValue one
                && desired instanceof Value.ListValue other
                && one.elements().size() == other.elements().size()) {
            return settleList(one.elements(), other.elements());
        }
        return live;
    }

    private static Value settleMap(Value.MapValue live, Value.MapValue desired) {
        SequencedMap<String, Value> settled = new LinkedHashMap<>();
        desired.entries()
                .forEach((key, wanted) -> live.get(key)
                        .map(found -> settle(found, wanted))
                        .or(() -> isEmpty(wanted) ? Optional.of(wanted) : Optional.empty())
                        .ifPresent(value -> settled.put(key, value)));
        live.entries().forEach((key, found) -> {
            if (desired.get(key).isEmpty() && !isEmpty(found)) {
                settled.put(key, found);
            }
        });
        return new Value.MapValue(settled);
    }

    private static Value settleList(List<Value> live, List<Value> desired) {
        List<Value> settled = new ArrayList<>();
        for (int i = 0; i < live.size(); i++) {
            settled.add(settle(live.get(i), desired.get(i)));
        }
        return new Value.ListValue(settled);
    }

    private static boolean isSame(Value live, Value desired) {
        if (live.equals(desired) || (isEmpty(live) && isEmpty(desired))) {
            return true;
        }
        Optional<String> one = scalar(live);
        Optional<String> other = scalar(desired);
        return one.isPresent() && other.isPresent() && (one.equals(other) || sameQuantity(one.get(), other.get()));
    }

    private static boolean sameQuantity(String one, String other) {
        Optional<BigDecimal> amount = quantity(one);
        return amount.isPresent()
                && quantity(other)
                        .filter(wanted -> wanted.compareTo(amount.get()) == 0)
                        .isPresent();
    }

    private static Optional<BigDecimal> quantity(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        return matcher.matches()
                ? Optional.of(new BigDecimal(matcher.group(1))
                        .multiply(Optional.ofNullable(matcher.group(2))
                                .map(UNITS::get)
                                .orElse(BigDecimal.ONE)))
                : Optional.empty();
    }

    private static Optional<String> scalar(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Optional.of(text);
            case Value.Number(BigDecimal amount) -> Optional.of(amount.toPlainString());
            case Value.Flag(boolean isTrue) -> Optional.of(Boolean.toString(isTrue));
            case Value.ListValue _, Value.MapValue _, Value.Null _, Value.Unknown _, Value.Secret _ -> Optional.empty();
        };
    }

    private static boolean isEmpty(Value value) {
        return value instanceof Value.Null
                || (value instanceof Value.MapValue map
                        && map.entries().values().stream().allMatch(Likeness::isEmpty))
                || (value instanceof Value.ListValue list && list.elements().isEmpty());
    }
}
