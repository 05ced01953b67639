package dev.envctl.provider;

import dev.envctl.value.Ordered;
import dev.envctl.value.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Values to spec records and back. A component may be a `String`, `boolean`, `int`, `long`, [Value] (kept as it is),
/// [Value.Secret], a record, or an `Optional`, `List` or `Map<String, …>` of these. Absent optional components are left
/// out of the map; empty lists and maps are kept, because an empty list means "none" and an absent one "not managed". A
/// `List` or `Map` component that is absent reads as empty.
public final class SpecCodec {

    private SpecCodec() {}

    public static <S extends Record> S read(Value.MapValue value, Class<S> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameterTypes = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            parameterTypes[i] = components[i].getType();
            Optional<Value> field =
                    value.get(nameOf(components[i])).filter(present -> !(present instanceof Value.Null));
            arguments[i] =
                    read(field, components[i].getGenericType(), type.getSimpleName() + "." + nameOf(components[i]));
        }
        try {
            var constructor = type.getDeclaredConstructor(parameterTypes);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException("reading " + type.getSimpleName(), thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(
                    "reading " + type.getSimpleName() + "; this is a bug in envctl", impossible);
        }
    }

    public static Value.MapValue write(Record spec) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        for (RecordComponent component : spec.getClass().getRecordComponents()) {
            write(componentOf(spec, component)).ifPresent(value -> entries.put(nameOf(component), value));
        }
        return new Value.MapValue(entries);
    }

    private static String nameOf(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(FieldName.class))
                .map(FieldName::value)
                .orElse(component.getName());
    }

    private static Object read(Optional<Value> field, Type type, String where) {
        if (type instanceof ParameterizedType generic) {
            return readGeneric(field, generic, where);
        }
        Value value =
                field.orElseThrow(() -> new IllegalStateException(where + " is missing; this is a bug in envctl"));
        if (type == Value.class) {
            return value;
        }
        if (type instanceof Class<?> recordType && recordType.isRecord() && value instanceof Value.MapValue map) {
            return read(map, recordType.asSubclass(Record.class));
        }
        return switch (value) {
            case Value.Text(String text) when type == String.class -> text;
            case Value.Text(String text)
            when type == Value.Secret.class -> Value.Secret.of("literal").reveal(text);
            case Value.Secret secret when type == Value.Secret.class -> secret;
            case Value.Secret secret
            when type == String.class -> secret.content().orElseThrow();
            case Value.Flag(boolean isTrue) when type == boolean.class || type == Boolean.class -> isTrue;
            case Value.Number number
            when type == int.class || type == Integer.class -> number.amount().intValueExact();
            case Value.Number number
            when type == long.class || type == Long.class -> number.amount().longValueExact();
            case Value.Number number
            when type == String.class -> number.amount().toPlainString();
            case Value.Text _,
                    Value.Flag _,
                    Value.Number _,
                    Value.Secret _,
                    Value.ListValue _,
                    Value.MapValue _,
                    Value.Null _,
                    Value.Unknown _ ->
                throw new IllegalStateException("%s holds %s where %s belongs; this is a bug in envctl"
                        .formatted(where, value, type.getTypeName()));
        };
    }

    private static Object readGeneric(Optional<Value> field, ParameterizedType type, String where) {
        Type element = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (type.getRawType() == Optional.class) {
            return field.map(value -> read(Optional.of(value), element, where));
        }
        if (type.getRawType() == List.class) {
            List<Object> elements = new ArrayList<>();
            if (field.orElse(Value.NULL) instanceof Value.ListValue list) {
                list.elements().forEach(value -> elements.add(read(Optional.of(value), element, where)));
            }
            return List.copyOf(elements);
        }
        SequencedMap<String, Object> entries = new LinkedHashMap<>();
        if (field.orElse(Value.NULL) instanceof Value.MapValue map) {
            map.entries().forEach((key, value) -> entries.put(key, read(Optional.of(value), element, where)));
        }
        return Ordered.copyOf(entries);
    }

    private static Optional<Value> write(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.flatMap(SpecCodec::write);
            case Value same -> Optional.of(same);
            case String text -> Optional.of(Value.of(text));
            case Boolean flag -> Optional.of(Value.of(flag));
            case Integer number -> Optional.of(Value.of(number));
            case Long number -> Optional.of(Value.of(number));
            case List<?> list ->
                Optional.of(new Value.ListValue(
                        list.stream().flatMap(each -> write(each).stream()).toList()));
            case Map<?, ?> map -> Optional.of(writeMap(map));
            case Record spec -> Optional.of(write(spec));
            default ->
                throw new IllegalStateException(
                        value.getClass() + " has no place in a spec record; this is a bug in envctl");
        };
    }

    private static Value writeMap(Map<?, ?> map) {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> write(value).ifPresent(written -> entries.put((String) key, written)));
        return new Value.MapValue(entries);
    }

    private static Object componentOf(Record spec, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(spec);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("reading " + component + "; this is a bug in envctl", impossible);
        }
    }
}
