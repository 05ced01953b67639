package dev.envctl.sandbox.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// Simple values as text, the way headers, paths, query strings and XML hold them.
final class Scalars {

    private Scalars() {}

    static Object parse(SdkField<?> field, String text, Format usualTime) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        try {
            return switch (type) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BIG_DECIMAL -> new BigDecimal(text);
                case BOOLEAN -> flag(text);
                case INSTANT -> Timestamps.parse(text, Timestamps.format(field, usualTime));
                case SDK_BYTES ->
                    SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
                case NULL, SDK_POJO, LIST, MAP, DOCUMENT ->
                    throw new IllegalStateException(field.memberName() + " is no simple value");
            };
        } catch (IllegalArgumentException malformed) {
            throw new AwsError(
                    "SerializationException", 400, "'%s' is not a value for %s.".formatted(text, field.memberName()));
        }
    }

    private static Boolean flag(String text) {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw new IllegalArgumentException(text);
    }

    static String write(SdkField<?> field, Object value, Format usualTime) {
        return switch (value) {
            case Instant instant -> Timestamps.write(instant, Timestamps.format(field, usualTime));
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            default -> value.toString();
        };
    }
}
