package dev.envctl.sandbox.aws;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/// Access to the SDK's model objects by their field descriptions.
final class Fields {

    private Fields() {}

    /// The value of a field that somebody has set. Lists and maps that nobody set count as absent, empty ones do
    /// not.
    static Optional<Object> value(SdkPojo message, SdkField<?> field) {
        return Optional.<Object>ofNullable(field.getValueOrDefault(pojo(message)))
                .filter(Fields::isSet);
    }

    private static boolean isSet(Object value) {
        return !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private static SdkPojo pojo(SdkPojo message) {
        return message instanceof Streamed streamed ? streamed.response() : message;
    }

    static SdkPojo build(SdkPojo builder) {
        return (SdkPojo) ((Buildable) builder).build();
    }

    static SdkField<?> element(SdkField<?> list) {
        return list.getRequiredTrait(ListTrait.class).memberFieldInfo();
    }

    static SdkField<?> mapValue(SdkField<?> map) {
        return map.getRequiredTrait(MapTrait.class).valueFieldInfo();
    }

    /// What an element of a list is called on the wire, where the model does not say.
    static String elementName(SdkField<?> list) {
        return Optional.ofNullable(list.getRequiredTrait(ListTrait.class).memberLocationName())
                .orElse("member");
    }

    static Optional<SdkField<?>> payload(SdkPojo message) {
        return message.sdkFields().stream()
                .filter(field -> field.containsTrait(PayloadTrait.class))
                .findFirst();
    }

    /// The fields that make up the body of a message without a payload field.
    static List<SdkField<?>> body(SdkPojo message) {
        return message.sdkFields().stream()
                .filter(field -> field.location() == MarshallLocation.PAYLOAD)
                .toList();
    }
}
