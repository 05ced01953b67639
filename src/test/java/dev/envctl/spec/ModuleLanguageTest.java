package dev.envctl.spec;

import static dev.envctl.testing.LanguageFixtures.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.testing.LanguageFixtures;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the language has for modules that are switched, sized and put together by their inputs.
class ModuleLanguageTest {

    @TempDir
    private Path directory;

    @Test
    void countsTheTurnsOfALoop() {
        Environment loaded = load(Map.of("main.yaml", """
            kind: Role
            metadata: {name: of}
            forEach: [b, a]
            spec: {roleName: "${each.key}-${each.index}", description: "${cidrSubnet(\\"10.0.0.0/16\\", 4, each.index)}"}
            ---
            kind: Mapping
            metadata: {name: of}
            forEach: {x: 1, y: 2}
            spec: {user: "${input.names[each.index]}"}
            """), "sandbox, inputs: {names: [one, two]}}");

        assertThat(text(loaded, "Role/of:b", "roleName")).isEqualTo("b-0");
        assertThat(text(loaded, "Role/of:a", "description")).isEqualTo("10.0.16.0/20");
        assertThat(text(loaded, "Mapping/of:y", "user")).isEqualTo("two");
    }

    @Test
    void gathersAnAttributeOfEveryTurn() {
        Environment loaded = load(Map.of("main.yaml", """
            kind: Role
            metadata: {name: of}
            forEach: [b, a]
            spec: {roleName: "${each.key}"}
            ---
            kind: Role
            metadata: {name: absent}
            when: false
            spec: {roleName: absent}
            ---
            kind: Bucket
            metadata: {name: roles}
            spec:
              bucketName: roles
              policy: {all: "${Role.of[*].arn}", none: "${Role[\\"absent\\"][*].arn}", first: "${Role.of[*].arn[0]}"}
            """));

        Resource bucket = get(loaded, "Bucket/roles");
        assertThat(Rendering.yaml(loaded, false)).contains("all: ${[Role.of[\"b\"].arn, Role.of[\"a\"].arn]}\n");
        assertThat(bucket.body().at(FieldPath.of("policy", "none"))).contains(Value.list());
        assertThat(bucket.expressions()).containsKey(FieldPath.of("policy", "first"));
    }

    @Test
    void saysWhatIsWrongWithTheNameThatIsGathered() {
        assertThat(problems(Map.of("main.yaml", """
            kind: Role
            metadata: {name: of}
            forEach: ${Role.of[*].roleName}
            spec: {roleName: "${each.key}"}
            ---
            kind: Bucket
            metadata: {name: roles}
            spec: {bucketName: roles, policy: {all: "${Role.off[*].arn}"}}
            """)))
                .containsExactly(
                        "main.yaml:3:13 This leads back to itself: the loop of Role \"of\" → the loop of Role \"of\".",
                        "main.yaml:8:50 There is no Role \"off\" here. Did you mean \"of\"?");
    }

    @Test
    void leavesTheBranchOutThatIsNotTaken() {
        Map<String, String> files = Map.of("main.yaml", """
            kind: Role
            metadata: {name: extra}
            when: ${input.extra}
            spec: {roleName: extra}
            ---
            kind: Role
            metadata: {name: main}
            spec:
              roleName: "${input.extra ? \\"with\\" : (\\"wit\\" + \\"hout\\")}"
              description: "${input.extra ? Role.extra.arn : null}"
              maxSessionDuration: "${input.extra ? input.long ? 7200 : 4000 : 3600}"
            """);

        Environment without = load(files, "sandbox, inputs: {extra: false, long: true}}");
        Environment with = load(files, "sandbox, inputs: {extra: true, long: true}}");

        assertThat(text(without, "Role/main", "roleName")).isEqualTo("without");
        assertThat(text(without, "Role/main", "description")).isEmpty();
        assertThat(text(with, "Role/main", "roleName")).isEqualTo("with");
        assertThat(get(with, "Role/main").expressions()).containsKey(FieldPath.of("description"));
        assertThat(get(with, "Role/main").body().get("maxSessionDuration")).contains(Value.of(7200));
    }

    @Test
    void pointsIntoTheBranchThatIsTaken() {
        assertThat(problems(Map.of("main.yaml", """
            kind: Role
            metadata: {name: main}
            spec: {roleName: "${true ? Role.nobody.arn : input.none}", description: "${1 == 1 ? 2 + : 3}"}
            """)))
                .containsExactly(
                        "main.yaml:3:33 There is no Role \"nobody\" here. There is main.",
                        "main.yaml:3:88 The expression ends too early.");
    }

    @Test
    void waitsForNothingWhereNothingIs() {
        Environment loaded = load(Map.of("main.yaml", """
            kind: Role
            metadata: {name: absent}
            when: false
            spec: {roleName: absent}
            ---
            kind: Role
            metadata: {name: none}
            forEach: []
            spec: {roleName: none}
            ---
            kind: Role
            metadata: {name: main}
            spec: {roleName: main}
            dependsOn: [Role/absent, Role/none]
            """));

        assertThat(get(loaded, "Role/main").dependsOn()).isEmpty();
    }

    @Test
    void completesWhatIsWithinAnInput() {
        Environment loaded = load(files("""
            kind: Module
            metadata: {name: m}
            spec:
              source: ./m
              inputs: {size: null, endpoints: {one: {}, two: {label: x, properties: {a: c}}}}
            """, """
            inputs:
              properties:
                size: {type: integer, default: 5000}
                endpoints:
                  type: object
                  additionalProperties:
                    type: object
                    additionalProperties: false
                    properties:
                      label: {type: string}
                      properties: {type: object, additionalProperties: {type: string}, default: {a: b}}
            """, """
            kind: Role
            metadata: {name: of}
            forEach: ${input.endpoints}
            spec:
              roleName: "${each.value.label == null ? \\"none\\" : each.value.label}"
              maxSessionDuration: "${input.size}"
              assumeRolePolicyDocument: "${merge({\\"a\\": \\"0\\", \\"z\\": \\"1\\"}, each.value.properties)}"
            """));

        assertThat(text(loaded, "m.Role/of:one", "roleName")).isEqualTo("none");
        assertThat(text(loaded, "m.Role/of:two", "roleName")).isEqualTo("x");
        assertThat(get(loaded, "m.Role/of:one").body().get("maxSessionDuration"))
                .contains(Value.of(5000));
        assertThat(get(loaded, "m.Role/of:one").body().get("assumeRolePolicyDocument"))
                .contains(Value.map("a", Value.of("b"), "z", Value.of("1")));
        assertThat(get(loaded, "m.Role/of:two").body().get("assumeRolePolicyDocument"))
                .contains(Value.map("a", Value.of("c"), "z", Value.of("1")));
    }

    @Test
    void holdsInputsAgainstTheChecksOfTheModule() {
        String definition = """
            inputs:
              properties:
                zones: {type: array, items: {type: string}, default: [a]}
                arn: {type: string, default: x}
            checks:
              - input: zones
                that: ${size(input.zones) >= 2}
                otherwise: Two zones at least, and this is ${size(input.zones)}.
              - input: arn
                that: ${input.arn != "x"}
                otherwise: Say which.
            """;
        Map<String, String> files = new LinkedHashMap<>(files("""
            kind: Role
            metadata: {name: job}
            spec: {roleName: job}
            ---
            kind: Module
            metadata: {name: given}
            spec:
              source: ./m
              inputs: {arn: "${Role.job.arn}", zones: [one]}
            ---
            kind: Module
            metadata: {name: bare}
            spec: {source: ./m}
            ---
            kind: Module
            metadata: {name: around}
            spec:
              source: ./around
              inputs:
                arn: y
                zones: []
            """, definition, ""));
        files.put("around/module.yaml", definition("""
            inputs:
              properties:
                zones: {type: array, items: {type: string}}
                arn: {type: string}
            """));
        files.put("around/main.yaml", """
            kind: Module
            metadata: {name: inner}
            spec: {source: ../m, inputs: {zones: "${input.zones}", arn: "${input.arn}"}}
            """);

        assertThat(problems(files))
                .containsExactly(
                        "main.yaml:9:43 Two zones at least, and this is 1.",
                        "main.yaml:13:8 Say which.",
                        "main.yaml:13:8 Two zones at least, and this is 1.",
                        "main.yaml:21:12 Two zones at least, and this is 0.");
    }

    @Test
    void knowsWhatAddressBlocksShare() {
        Environment loaded = load(Map.of("main.yaml", """
            kind: Role
            metadata: {name: r}
            spec:
              roleName: r
              assumeRolePolicyDocument:
                blocks:
                - ${cidrContains("10.0.0.0/16", "10.0.255.0/24")}
                - ${cidrContains("10.0.0.0/16", "10.1.0.0/24")}
                - ${cidrContains("10.0.0.0/16", "10.0.0.0/8")}
                - ${cidrContains("0.0.0.0/0", "fd00::/8")}
                - ${cidrsOverlap(["10.0.1.0/24", "10.0.0.0/24", "10.0.0.128/25"])}
                - ${cidrsOverlap(["10.0.1.0/24", "10.0.0.0/24", "10.0.2.0/23"])}
                - ${!cidrsOverlap(["10.0.0.0/24"] + ["10.0.0.0/16"])}
                - ${cidrsOverlap(["0.0.0.0/0", "fd00::/8"])}
            """));

        assertThat(get(loaded, "Role/r").body().at(FieldPath.of("assumeRolePolicyDocument", "blocks")))
                .contains(Value.list(
                        Value.of(true),
                        Value.of(false),
                        Value.of(false),
                        Value.of(false),
                        Value.of(true),
                        Value.of(false),
                        Value.of(false),
                        Value.of(false)));
    }

    // ---- fixtures

    private static Map<String, String> files(String main, String definition, String documents) {
        return Map.of("main.yaml", main, "m/module.yaml", definition(definition), "m/docs.yaml", documents);
    }

    private static String definition(String spec) {
        return "kind: ModuleDefinition\nmetadata: {name: m}\nspec:\n" + spec.indent(2);
    }

    private Environment load(Map<String, String> files) {
        return load(files, "sandbox}");
    }

    private Environment load(Map<String, String> files, String settings) {
        Map<String, String> all = new LinkedHashMap<>(files);
        all.put("environment.yaml", ENVIRONMENT.replace("sandbox}", settings));
        return LanguageFixtures.load(directory, all);
    }

    private List<String> problems(Map<String, String> files) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> load(files));
        return refused.problems().stream().map(ModuleLanguageTest::line).toList();
    }

    private static String line(Problem problem) {
        return problem.source().orElseThrow().location() + " " + problem.detail();
    }

    private static Resource get(Environment environment, String address) {
        return environment.resources().stream()
                .filter(resource -> resource.address().toString().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Environment environment, String address, String field) {
        return get(environment, address).body().text(field).orElseThrow();
    }
}
