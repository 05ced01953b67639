package dev.envctl.sandbox.aws;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;

/// An element of a request in XML, by local names.
record XmlNode(String name, Map<String, String> attributes, List<XmlNode> children, String text) {

    private static final XMLInputFactory FACTORY = safeFactory();

    private static XMLInputFactory safeFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static XmlNode parse(SdkBytes body) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body.asByteArrayUnsafe()));
            reader.nextTag();
            return element(reader);
        } catch (XMLStreamException malformed) {
            throw new AwsError(
                    "MalformedXML",
                    400,
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    private static XmlNode element(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        List<XmlNode> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (reader.next() != XMLStreamReader.END_ELEMENT) {
            if (reader.isStartElement()) {
                children.add(element(reader));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return new XmlNode(name, attributes, children, text.toString());
    }

    /// Reads the fields given from the children of this element into a builder.
    void read(Iterable<SdkField<?>> fields, SdkPojo builder) {
        for (SdkField<?> field : fields) {
            readField(field).ifPresent(value -> field.set(builder, value));
        }
    }

    private Optional<Object> readField(SdkField<?> field) {
        if (field.containsTrait(XmlAttributeTrait.class)) {
            String local = field.locationName().substring(field.locationName().indexOf(':') + 1);
            return Optional.ofNullable(attributes.get(local));
        }
        List<XmlNode> found = named(field.locationName());
        return isFlattenedList(field) && !found.isEmpty()
                ? Optional.of(found.stream()
                        .map(node -> node.read(Fields.element(field)))
                        .toList())
                : found.stream().findFirst().map(node -> node.read(field));
    }

    private static boolean isFlattenedList(SdkField<?> field) {
        return field.getOptionalTrait(ListTrait.class)
                .filter(ListTrait::isFlattened)
                .isPresent();
    }

    Object read(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> readPojo(field);
            case LIST ->
                children.stream()
                        .map(child -> child.read(Fields.element(field)))
                        .toList();
            case MAP -> readMap(field);
            default -> Scalars.parse(field, text, Format.ISO_8601);
        };
    }

    private SdkPojo readPojo(SdkField<?> field) {
        SdkPojo builder = field.constructor().get();
        read(builder.sdkFields(), builder);
        return Fields.build(builder);
    }

    private Map<String, Object> readMap(SdkField<?> field) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        Map<String, Object> map = new LinkedHashMap<>();
        for (XmlNode entry : children) {
            map.put(
                    entry.named(trait.keyLocationName()).getFirst().text(),
                    entry.named(trait.valueLocationName()).getFirst().read(trait.valueFieldInfo()));
        }
        return map;
    }

    private List<XmlNode> named(String wanted) {
        return children.stream().filter(child -> child.name().equals(wanted)).toList();
    }
}
