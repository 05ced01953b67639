package dev.envctl.sandbox.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// The parts of a REST message outside its body: path, query string and headers.
final class RestBinding {

    private RestBinding() {}

    static void read(WireRequest request, Map<String, String> variables, SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            value(request, variables, field).ifPresent(value -> field.set(builder, value));
        }
    }

    private static Optional<Object> value(WireRequest request, Map<String, String> variables, SdkField<?> field) {
        return switch (field.location()) {
            case PATH, GREEDY_PATH ->
                Optional.ofNullable(variables.get(field.locationName()))
                        .map(text -> Scalars.parse(field, text, Format.ISO_8601));
            case QUERY_PARAM -> queryValue(request, field);
            case HEADER -> headerValue(request, field);
            case PAYLOAD, STATUS_CODE -> Optional.empty();
        };
    }

    private static Optional<Object> queryValue(WireRequest request, SdkField<?> field) {
        List<String> values = request.query().getOrDefault(field.locationName(), List.of());
        if (type(field) == MarshallingKnownType.MAP) {
            return Optional.of(unboundParameters(request));
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (type(field) == MarshallingKnownType.LIST) {
            SdkField<?> element = Fields.element(field);
            return Optional.of(values.stream()
                    .map(text -> Scalars.parse(element, text, Format.ISO_8601))
                    .toList());
        }
        return Optional.of(Scalars.parse(field, values.getFirst(), Format.ISO_8601));
    }

    private static Map<String, String> unboundParameters(WireRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.query().forEach((name, values) -> parameters.put(name, values.getFirst()));
        return parameters;
    }

    private static Optional<Object> headerValue(WireRequest request, SdkField<?> field) {
        return switch (type(field)) {
            case MAP ->
                Optional.of(prefixed(request, field.locationName().toLowerCase(Locale.ROOT)))
                        .filter(map -> !map.isEmpty())
                        .map(map -> map);
            case LIST ->
                Optional.ofNullable(request.headers().get(field.locationName()))
                        .map(values -> split(values, Fields.element(field)));
            default -> request.header(field.locationName()).map(text -> Scalars.parse(field, text, Format.RFC_822));
        };
    }

    private static Map<String, String> prefixed(WireRequest request, String prefix) {
        Map<String, String> map = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(prefix)) {
                map.put(lower.substring(prefix.length()), values.getFirst());
            }
        });
        return map;
    }

    private static List<Object> split(List<String> values, SdkField<?> element) {
        List<Object> list = new ArrayList<>();
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                list.add(Scalars.parse(element, part.strip(), Format.RFC_822));
            }
        }
        return list;
    }

    static Map<String, List<String>> headers(SdkPojo response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (SdkField<?> field : response.sdkFields()) {
            switch (field.location()) {
                case HEADER -> Fields.value(response, field).ifPresent(value -> write(field, value, headers));
                case PAYLOAD, PATH, GREEDY_PATH, QUERY_PARAM, STATUS_CODE -> {}
            }
        }
        return headers;
    }

    private static void write(SdkField<?> field, Object value, Map<String, List<String>> headers) {
        String name = field.unmarshallLocationName();
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, text) -> headers.put(name + key, List.of(text.toString())));
            case List<?> list -> {
                SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
                headers.put(
                        name,
                        List.of(list.stream()
                                .map(member -> Scalars.write(element, member, Format.RFC_822))
                                .collect(Collectors.joining(","))));
            }
            default -> headers.put(name, List.of(Scalars.write(field, value, Format.RFC_822)));
        }
    }

    private static MarshallingKnownType type(SdkField<?> field) {
        return field.marshallingType().getKnownType();
    }
}
