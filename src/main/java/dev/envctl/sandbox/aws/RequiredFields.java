package dev.envctl.sandbox.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.RequiredTrait;

/// Finds the fields that a request has to have and has not, at any depth, by the path at which AWS complains about them.
final class RequiredFields {

    private final List<String> missing = new ArrayList<>();

    static List<String> missing(SdkPojo request) {
        RequiredFields fields = new RequiredFields();
        fields.visit(request, "");
        return fields.missing;
    }

    private void visit(SdkPojo message, String prefix) {
        for (SdkField<?> field : message.sdkFields()) {
            String path = prefix + decapitalised(field.memberName());
            Optional<Object> value = Fields.value(message, field);
            if (value.isEmpty() && field.containsTrait(RequiredTrait.class)) {
                missing.add(path);
            }
            value.ifPresent(content -> visitContent(content, path));
        }
    }

    private void visitContent(Object content, String path) {
        switch (content) {
            case SdkPojo pojo -> visit(pojo, path + ".");
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    visitContent(list.get(i), path + "." + (i + 1) + ".member");
                }
            }
            case Map<?, ?> map -> map.forEach((key, element) -> visitContent(element, path + "." + key + ".member"));
            default -> {}
        }
    }

    private static String decapitalised(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
