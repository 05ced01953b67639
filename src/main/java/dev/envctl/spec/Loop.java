package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Unrolls `forEach` and weeds out by `when`. Both must be known when the documents are loaded: which resources there
/// are cannot depend on what a resource turns out to be.
final class Loop {

    private static final int LONGEST_ADDRESS = 256;

    private final Unit unit;
    private final Document document;

    Loop(Unit unit, Document document) {
        this.unit = unit;
        this.document = document;
    }

    Instances unroll() {
        Optional<Yaml> forEach = document.whole().present("forEach");
        if (forEach.isEmpty()) {
            return single();
        }
        Optional<SequencedMap<String, Each>> turns = turns(forEach.get());
        if (turns.isEmpty()) {
            return Instances.BROKEN;
        }
        SequencedMap<String, Instance> kept = new LinkedHashMap<>();
        for (Each each : turns.get().values()) {
            Optional<Boolean> wanted = isWanted(Optional.of(each));
            if (wanted.isEmpty() || !checkKey(each.key(), forEach.get())) {
                return Instances.BROKEN;
            }
            if (wanted.get()) {
                kept.put(each.key(), new Instance(document, Optional.of(each)));
            }
        }
        return new Instances(true, false, kept);
    }

    private Instances single() {
        SequencedMap<String, Instance> one = new LinkedHashMap<>();
        Optional<Boolean> wanted = isWanted(Optional.empty());
        if (wanted.orElse(false)) {
            one.put("", new Instance(document, Optional.empty()));
        }
        return new Instances(false, wanted.isEmpty(), one);
    }

    /// Empty when `when` has been refused.
    private Optional<Boolean> isWanted(Optional<Each> each) {
        Optional<Yaml> when = document.whole().present("when");
        if (when.isEmpty()) {
            return Optional.of(true);
        }
        Bound bound = unit.binder(document, each).bind(when.get());
        if (bound.value() instanceof Value.Flag(boolean isTrue)) {
            return Optional.of(isTrue);
        }
        if (!known(bound, when.get(), "when")) {
            return Optional.empty();
        }
        unit.report(Code.WRONG_TYPE, "when must be true or false.", when.get().span());
        return Optional.empty();
    }

    private Optional<SequencedMap<String, Each>> turns(Yaml forEach) {
        Bound bound = unit.binder(document, Optional.empty()).bind(forEach);
        return switch (bound.value()) {
            case Value.MapValue map -> {
                SequencedMap<String, Each> turns = new LinkedHashMap<>();
                for (String key : map.entries().keySet()) {
                    Bound value = bound.at(FieldPath.of(key)).orElse(Bound.MISTAKE);
                    turns.put(key, new Each(key, value, turns.size()));
                }
                yield Optional.of(turns);
            }
            case Value.ListValue list -> elements(list.elements(), bound, forEach);
            case Value.Unknown _, Value.Secret _, Value.Text _, Value.Number _, Value.Flag _, Value.Null _ -> {
                if (known(bound, forEach, "forEach")) {
                    unit.report(
                            Code.INVALID_FOR_EACH, "forEach goes through a list of texts or a map.", forEach.span());
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<SequencedMap<String, Each>> elements(List<Value> elements, Bound bound, Yaml forEach) {
        SequencedMap<String, Each> turns = new LinkedHashMap<>();
        for (Value element : elements) {
            Optional<String> key = key(element);
            if (key.isEmpty()) {
                if (element.isKnown() || known(bound, forEach, "forEach")) {
                    unit.report(
                            Code.INVALID_FOR_EACH,
                            "The elements of a list in forEach are texts, which become the keys of the addresses. "
                                    + "For anything larger use a map.",
                            forEach.span());
                }
                return Optional.empty();
            }
            if (turns.putIfAbsent(key.get(), new Each(key.get(), Bound.of(element), turns.size())) != null) {
                unit.report(Code.INVALID_FOR_EACH, "forEach holds \"%s\" twice.".formatted(key.get()), forEach.span());
                return Optional.empty();
            }
        }
        return Optional.of(turns);
    }

    private static Optional<String> key(Value element) {
        return switch (element) {
            case Value.Text(String text) -> Optional.of(text);
            case Value.Number(BigDecimal amount) -> Optional.of(amount.toPlainString());
            case Value.Flag _, Value.ListValue _, Value.MapValue _, Value.Null _, Value.Unknown _, Value.Secret _ ->
                Optional.empty();
        };
    }

    /// Reports what is not; a mistake has been reported where it was made.
    private boolean known(Bound bound, Yaml node, String field) {
        if (bound.value() instanceof Value.Secret) {
            unit.report(Code.SECRET_MISPLACED, "%s cannot depend on a secret.".formatted(field), node.span());
            return false;
        }
        if (!bound.isConstant()) {
            unit.report(
                    Code.NOT_KNOWN_AT_LOAD,
                    "%s must be known before anything is read from the world, and this depends on a resource."
                            .formatted(field),
                    node.span());
        }
        return bound.isConstant() && !bound.isMistake();
    }

    private boolean checkKey(String key, Yaml forEach) {
        boolean module = document.kind().equals(Document.MODULE);
        boolean legal = Address.isLegalKey(key) && !(module && (key.contains("/") || key.contains(".")));
        if (!legal) {
            unit.report(
                    Code.INVALID_FOR_EACH,
                    module
                            ? "\"%s\" cannot be a key of a module: it holds neither / nor . nor anything else that a tag value may not hold."
                                    .formatted(key)
                            : "\"%s\" cannot be a key, because an address must be a legal tag value: letters, digits, space and _ . : / = + @ -, 128 at most."
                                    .formatted(key),
                    forEach.span());
            return false;
        }
        int length = unit.label().length()
                + document.kind().text().length()
                + document.name().length()
                + key.length()
                + 2;
        if (length > LONGEST_ADDRESS) {
            unit.report(
                    Code.INVALID_FOR_EACH,
                    "The address with the key \"%s\" is longer than the %d characters of a tag value."
                            .formatted(key, LONGEST_ADDRESS),
                    forEach.span());
        }
        return length <= LONGEST_ADDRESS;
    }
}
