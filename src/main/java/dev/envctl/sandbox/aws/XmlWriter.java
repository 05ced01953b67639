package dev.envctl.sandbox.aws;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;

/// Writes XML, and model objects as XML.
final class XmlWriter {

    private final StringBuilder out = new StringBuilder();

    XmlWriter declaration() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return this;
    }

    XmlWriter open(String element) {
        out.append('<').append(element).append('>');
        return this;
    }

    XmlWriter open(String element, String namespace) {
        out.append('<').append(element).append(" xmlns=\"").append(namespace).append("\">");
        return this;
    }

    XmlWriter close(String element) {
        out.append("</").append(element).append('>');
        return this;
    }

    XmlWriter leaf(String element, String text) {
        return open(element).text(text).close(element);
    }

    XmlWriter fields(SdkPojo message, Iterable<SdkField<?>> fields) {
        for (SdkField<?> field : fields) {
            if (!field.containsTrait(XmlAttributeTrait.class)) {
                Fields.value(message, field).ifPresent(value -> value(field.unmarshallLocationName(), value, field));
            }
        }
        return this;
    }

    XmlWriter value(String element, Object value, SdkField<?> field) {
        switch (value) {
            case SdkPojo pojo -> {
                openWithAttributes(element, pojo, field);
                fields(pojo, pojo.sdkFields()).close(element);
            }
            case List<?> list -> list(element, list, field);
            case Map<?, ?> map -> map(element, map, field);
            default -> leaf(element, Scalars.write(field, value, Format.ISO_8601));
        }
        return this;
    }

    private void openWithAttributes(String element, SdkPojo pojo, SdkField<?> field) {
        out.append('<').append(element);
        field.getOptionalTrait(XmlAttributesTrait.class)
                .ifPresent(trait -> trait.attributes()
                        .forEach((name, accessors) -> out.append(' ')
                                .append(name)
                                .append("=\"")
                                .append(escape(accessors.attributeGetter().apply(pojo)))
                                .append('"')));
        out.append('>');
    }

    private void list(String element, List<?> list, SdkField<?> field) {
        ListTrait trait = field.getRequiredTrait(ListTrait.class);
        if (trait.isFlattened()) {
            list.forEach(member -> value(element, member, trait.memberFieldInfo()));
            return;
        }
        open(element);
        list.forEach(member -> value(Fields.elementName(field), member, trait.memberFieldInfo()));
        close(element);
    }

    private void map(String element, Map<?, ?> map, SdkField<?> field) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        String entry = trait.isFlattened() ? element : "entry";
        if (!trait.isFlattened()) {
            open(element);
        }
        map.forEach((key, value) -> open(entry)
                .leaf(trait.keyLocationName(), key.toString())
                .value(trait.valueLocationName(), value, trait.valueFieldInfo())
                .close(entry));
        if (!trait.isFlattened()) {
            close(element);
        }
    }

    XmlWriter text(String text) {
        out.append(escape(text));
        return this;
    }

    /// Carriage returns are written by number, since a parser would turn them into line feeds.
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\r", "&#xD;");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
