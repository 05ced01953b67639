package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.problem.Suggestion;
import dev.envctl.schema.FieldSchema;
import dev.envctl.schema.SchemaCheck;
import dev.envctl.schema.SchemaLoader;
import dev.envctl.schema.Schemas;
import dev.envctl.value.Address;
import dev.envctl.value.KindName;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads every document of a folder and holds its envelope against the schemas of envelopes. Bodies are not looked at:
/// what they mean depends on inputs and loops.
final class DocumentReader {

    static final String API_VERSION = "envctl.dev/v1";

    private final Schemas schemas;
    private final Problems problems;
    private final FieldSchema resource;
    private final Map<KindName, FieldSchema> envelopes;

    DocumentReader(Schemas schemas, Problems problems) {
        this.schemas = schemas;
        this.problems = problems;
        SchemaLoader shipped = SchemaLoader.shipped();
        this.resource = shipped.document("Document");
        this.envelopes = Map.of(
                Document.ENVIRONMENT, shipped.document("Environment"),
                Document.MODULE, shipped.document("Module"),
                Document.MODULE_DEFINITION, shipped.document("ModuleDefinition"));
    }

    Documents read(Folder folder) {
        Documents documents = new Documents(folder);
        for (String name : folder.documents()) {
            FileReader.read(folder, name, problems).ifPresent(text -> {
                YamlFile file = YamlFile.of(folder.display(name), text);
                for (Yaml node : YamlReader.read(file, problems)) {
                    document(node, folder, name).ifPresent(document -> add(document, documents));
                }
            });
        }
        return documents;
    }

    private void add(Document document, Documents documents) {
        documents
                .add(document)
                .ifPresent(first -> problems.add(Problem.of(
                                Code.DUPLICATE_ADDRESS,
                                "%s stands in %s already. A name is unique per kind: rename one of the two."
                                        .formatted(
                                                document.subject(),
                                                first.source().location()))
                        .at(document.source())));
    }

    private Optional<Document> document(Yaml node, Folder folder, String file) {
        if (node instanceof Yaml.Scalar(Value.Null _, Yaml.Span _)) {
            return Optional.empty();
        }
        if (!(node instanceof Yaml.Mapping whole)) {
            report(
                    Code.WRONG_TYPE,
                    "A document is a map with kind, metadata and spec.",
                    node.span().source());
            return Optional.empty();
        }
        checkApiVersion(whole);
        Optional<KindName> kind = kind(whole);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        checkEnvelope(whole, kind.get());
        return name(whole, kind.get())
                .map(name -> new Document(kind.get(), name, whole, folder, file, nameSource(whole)));
    }

    private void checkApiVersion(Yaml.Mapping whole) {
        whole.get("apiVersion")
                .filter(node -> !node.raw().equals(Value.of(API_VERSION)))
                .ifPresent(node -> report(
                        Code.UNSUPPORTED_API_VERSION,
                        "This version of envctl reads documents of apiVersion %s.".formatted(API_VERSION),
                        node.span().source()));
    }

    private Optional<KindName> kind(Yaml.Mapping whole) {
        Optional<String> text = whole.text("kind");
        if (text.isEmpty()) {
            problems.add(Problem.of(Code.MISSING_FIELD, "A document needs the field \"kind\".")
                    .at(whole.span().source())
                    .withHint("A YAML file that holds no documents belongs into a folder whose name starts with a dot, "
                            + "or gets the ending .yml."));
            return Optional.empty();
        }
        Optional<KindName> kind =
                text.filter(KindName::isLegal).map(KindName::of).filter(this::isKnown);
        if (kind.isEmpty()) {
            report(
                    Code.UNKNOWN_KIND,
                    "There is no kind \"%s\".%s".formatted(text.get(), Suggestion.question(text.get(), kinds())),
                    whole.get("kind").orElse(whole).span().source());
        }
        return kind;
    }

    private boolean isKnown(KindName kind) {
        return envelopes.containsKey(kind) || schemas.find(kind).isPresent();
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>(
                schemas.kinds().stream().map(KindName::text).sorted().toList());
        kinds.addAll(envelopes.keySet().stream().map(KindName::text).sorted().toList());
        return kinds;
    }

    /// Versions and names have problems of their own, and bodies come later, so the schema does not see them.
    private void checkEnvelope(Yaml.Mapping whole, KindName kind) {
        boolean isResource = !envelopes.containsKey(kind);
        FieldSchema schema = envelopes.getOrDefault(kind, resource);
        Map<String, Value> shape = new LinkedHashMap<>();
        whole.entries().forEach((key, entry) -> {
            boolean later = key.equals("apiVersion")
                    || key.equals("forEach")
                    || (isResource && (key.equals("spec") || key.equals("external")));
            shape.put(key, later ? Value.UNKNOWN : entry.value().shape());
        });
        Value.MapValue value = new Value.MapValue(shape);
        if (value.get("metadata").orElse(Value.NULL) instanceof Value.MapValue metadata
                && metadata.get("name").isPresent()) {
            value = value.with("metadata", metadata.with("name", Value.UNKNOWN));
        }
        problems.addAll(
                SchemaCheck.check(value, schema, kind.text(), new YamlPositions(whole, whole.keySource("kind"))));
    }

    private Optional<String> name(Yaml.Mapping whole, KindName kind) {
        if (!(whole.present("metadata").orElse(whole) instanceof Yaml.Mapping metadata)
                || metadata.present("name").isEmpty()) {
            return Optional.empty();
        }
        Optional<String> name = metadata.text("name").filter(Address::isLegalName);
        boolean reported = metadata.get("name").orElse(metadata).raw() instanceof Value.Unknown;
        if (name.isEmpty() && !reported) {
            report(
                    Code.INVALID_NAME,
                    "The name of a %s starts with a small letter and goes on with letters, digits and hyphens, 63 in all."
                            .formatted(kind),
                    nameSource(whole));
        }
        return name;
    }

    private static Source nameSource(Yaml.Mapping whole) {
        Yaml metadata = whole.get("metadata").orElse(whole);
        Yaml name =
                metadata instanceof Yaml.Mapping mapping ? mapping.get("name").orElse(metadata) : metadata;
        return name.span().source();
    }

    private void report(Code code, String detail, Source place) {
        problems.add(Problem.of(code, detail).at(place));
    }
}
