package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.LanguageFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DocumentOrderProperties {

    private static final List<String> DOCUMENTS = List.of(
            LanguageFixtures.ENVIRONMENT,
            "kind: Role\nmetadata: {name: a}\nspec: {roleName: a}\n",
            "kind: Role\nmetadata: {name: b}\nspec: {roleName: '${Role.a.arn}'}\ndependsOn: [Mapping/m]\n",
            "kind: Mapping\n"
                    + "metadata: {name: m}\n"
                    + "forEach: [x, y]\n"
                    + "spec: {user: '${each.key}', roleArn: '${Role.b.arn}'}\n",
            "kind: Bucket\nmetadata: {name: c}\nspec: {bucketName: 'x${Role.a.arn}${Role.b.arn}'}\n");

    @Property(tries = 40)
    void orderOfDocumentsAndFilesMeansNothing(
            @ForAll("orders") List<String> documents, @ForAll @IntRange(min = 1, max = 5) int files)
            throws IOException {
        assertThat(rendered(documents, files)).isEqualTo(rendered(DOCUMENTS, 1));
    }

    @Provide
    Arbitrary<List<String>> orders() {
        return Arbitraries.shuffle(DOCUMENTS);
    }

    private static String rendered(List<String> documents, int files) throws IOException {
        Path directory = Files.createTempDirectory("order");
        try {
            Map<String, String> texts = new LinkedHashMap<>();
            for (int i = 0; i < documents.size(); i++) {
                texts.merge((i % files) + ".yaml", documents.get(i), (before, after) -> before + "---\n" + after);
            }
            return Rendering.yaml(LanguageFixtures.load(directory, texts), false);
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
