package dev.envctl.sandbox.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/// What a service's requests must have, at any depth. The SDK's classes do not tell this of all their fields, so it is
/// in `sandbox/required/<service>.txt`, taken from AWS's model of the service: `CreateRoleRequest:
/// AssumeRolePolicyDocument RoleName`.
final class RequiredFields {

    private final Map<String, Set<String>> byStructure;

    private RequiredFields(Map<String, Set<String>> byStructure) {
        this.byStructure = byStructure;
    }

    static RequiredFields of(String service) {
        try (InputStream in = RequiredFields.class.getResourceAsStream("/sandbox/required/" + service + ".txt")) {
            return new RequiredFields(
                    in == null ? Map.of() : parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("reading what requests to " + service + " must have", unreadable);
        }
    }

    private static Map<String, Set<String>> parse(String text) {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(": ", 2);
            fields.put(parts[0], Set.of(parts[1].split(" ")));
        });
        return fields;
    }

    /// The fields that a request lacks, by the paths at which AWS complains about them.
    List<String> missing(SdkPojo request) {
        List<String> missing = new ArrayList<>();
        visit(request, "", missing);
        return missing;
    }

    private void visit(SdkPojo message, String prefix, List<String> missing) {
        Set<String> required = byStructure.getOrDefault(message.getClass().getSimpleName(), Set.of());
        for (SdkField<?> field : message.sdkFields()) {
            String path = prefix + decapitalised(field.memberName());
            Optional<Object> value = Fields.value(message, field);
            if (value.isEmpty() && required.contains(field.memberName())) {
                missing.add(path);
            }
            value.ifPresent(content -> visitContent(content, path, missing));
        }
    }

    private void visitContent(Object content, String path, List<String> missing) {
        switch (content) {
            case SdkPojo pojo -> visit(pojo, path + ".", missing);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    visitContent(list.get(i), path + "." + (i + 1) + ".member", missing);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, element) -> visitContent(element, path + "." + key + ".member", missing));
            default -> {}
        }
    }

    private static String decapitalised(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
