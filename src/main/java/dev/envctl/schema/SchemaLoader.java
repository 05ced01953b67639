package dev.envctl.schema;

import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads `<Kind>.json` files from a folder of the class path. Which kinds there are is said by the caller; nothing is
/// scanned. A schema that cannot be read is a bug, found by the test that loads them all.
public final class SchemaLoader {

    private final ClassLoader resources;
    private final String folder;
    private final Map<String, JsonSchemaFile> read = new LinkedHashMap<>();

    public SchemaLoader(ClassLoader resources, String folder) {
        this.resources = resources;
        this.folder = folder;
    }

    /// The schemas that are shipped with envctl.
    public static SchemaLoader shipped() {
        return new SchemaLoader(SchemaLoader.class.getClassLoader(), "schemas");
    }

    public Schemas load(List<KindName> kinds) {
        SequencedMap<KindName, KindSchema> byKind = new LinkedHashMap<>();
        kinds.forEach(kind -> byKind.put(kind, kind(kind)));
        return Schemas.of(byKind);
    }

    /// One file as it stands, such as `Environment` or the envelope `Document`.
    public FieldSchema document(String name) {
        return file(name + ".json").whole();
    }

    /// A schema that somebody wrote into a document: the inputs of a module.
    public static FieldSchema inline(Value.MapValue schema) {
        return new JsonSchemaFile(schema, file -> {
                    throw new IllegalArgumentException("\"" + file + "\" is out of reach here");
                })
                .whole();
    }

    private KindSchema kind(KindName kind) {
        JsonSchemaFile file = file(kind + ".json");
        Value.MapValue properties = map(file.root().get("properties"));
        Value.MapValue written = map(properties.get("spec"));
        FieldSchema attributes = file.field(written);
        Optional<FieldSchema> spec = Optional.of(attributes)
                .filter(_ -> !written.isEmpty())
                .filter(_ -> !FieldRulesReader.is(FieldRulesReader.rules(written), "externalOnly"));
        Optional<FieldSchema> external = properties.get("external").map(schema -> file.field(map(Optional.of(schema))));
        return new KindSchema(kind, file.root().text("description").orElse(""), spec, external, attributes);
    }

    private static Value.MapValue map(Optional<Value> value) {
        return value.orElse(Value.NULL) instanceof Value.MapValue map ? map : Value.MapValue.EMPTY;
    }

    private JsonSchemaFile file(String name) {
        JsonSchemaFile known = read.get(name);
        if (known != null) {
            return known;
        }
        String path = folder + "/" + name;
        try {
            Value value = ValueJson.read(text(path));
            JsonSchemaFile file = new JsonSchemaFile(map(Optional.of(value)), this::file);
            read.put(name, file);
            return file;
        } catch (IllegalArgumentException malformed) {
            throw new IllegalStateException("reading schema " + path + "; this is a bug in envctl", malformed);
        }
    }

    private String text(String path) {
        try (InputStream stream = resources.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("there is no schema " + path + "; this is a bug in envctl");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("reading schema " + path, broken);
        }
    }
}
