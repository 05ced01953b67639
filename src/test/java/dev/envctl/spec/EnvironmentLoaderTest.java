package dev.envctl.spec;

import static dev.envctl.testing.LanguageFixtures.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.envctl.expression.Evaluator;
import dev.envctl.expression.Template;
import dev.envctl.problem.ProblemException;
import dev.envctl.testing.LanguageFixtures;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentLoaderTest {

    @TempDir
    private Path directory;

    @Test
    void fillsInDefaultsAndTheEnvironmentsTags() {
        Resource role = load("""
            kind: Role
            metadata: {name: job}
            spec: {roleName: job, description: null, tags: {own: x, both: mine}}
            """, ENVIRONMENT.replace("sandbox}", "sandbox, tags: {team: data, both: ours}}"))
                .get("Role/job");

        assertThat(role.body())
                .isEqualTo(Value.map(
                        "roleName", Value.of("job"),
                        "tags", Value.map("team", Value.of("data"), "both", Value.of("mine"), "own", Value.of("x")),
                        "description", Value.of(""),
                        "maxSessionDuration", Value.of(3600)));
        assertThat(role.mode()).isEqualTo(Resource.Mode.MANAGED);
    }

    @Test
    void leavesALookUpAsItIsWritten() {
        Resource cluster = load("""
            kind: Cluster
            metadata: {name: main}
            external: {name: "shared-${environment.name}"}
            """).get("Cluster/main");

        assertThat(cluster.mode()).isEqualTo(Resource.Mode.EXTERNAL);
        assertThat(cluster.body()).isEqualTo(Value.map("name", Value.of("shared-dev")));
    }

    @Test
    void bindsReferencesAndKeepsTheirPlaces() {
        Resource endpoint = load("""
            kind: Role
            metadata: {name: job-execution}
            spec: {roleName: job}
            ---
            kind: Endpoint
            metadata: {name: e}
            spec:
              name: ${Role["job-execution"].roleName}-endpoint
              releaseLabel: x
              executionRoleArn: ${Role["job-execution"].arn}
            """).get("Endpoint/e");

        assertThat(endpoint.body().get("executionRoleArn")).contains(Value.UNKNOWN);
        assertThat(template(endpoint, FieldPath.of("executionRoleArn")).references())
                .containsExactly(new Template.Reference(Address.of("Role", "job-execution"), FieldPath.of("arn")));
        assertThat(endpoint.positionOf(FieldPath.of("executionRoleArn")).location())
                .isEqualTo("main.yaml:10:21");
        assertThat(evaluate(endpoint, "name", Value.of("job"))).isEqualTo(Value.of("job-endpoint"));
    }

    @Test
    void computesWhatIsKnownAtOnce() {
        LanguageFixtures.write(directory, Map.of("policies/trust.json", "{\"Version\": \"2012\"}", "v.yml", "a: [1]"));
        Resource role = load("""
            kind: Role
            metadata: {name: job}
            spec:
              roleName: ${input.prefix}-${environment.region}
              maxSessionDuration: ${input.hours * 3600}
              assumeRolePolicyDocument:
                trust: ${json(file("policies/trust.json"))}
                list: ${yaml(file("v.yml")).a}
                subject: ${emrServiceAccount("spark", "a")}
                variable: $${aws:username}
                "${input.prefix}:sub": x
            """, ENVIRONMENT.replace("sandbox}", "sandbox, inputs: {prefix: p, hours: 2}}"))
                .get("Role/job");

        assertThat(role.expressions()).isEmpty();
        assertThat(role.body().get("roleName")).contains(Value.of("p-us-east-1"));
        assertThat(role.body().get("maxSessionDuration")).contains(Value.of(7200));
        assertThat(role.body().get("assumeRolePolicyDocument"))
                .contains(Value.map(
                        "trust", Value.map("Version", Value.of("2012")),
                        "list", Value.list(Value.of(1)),
                        "subject", Value.of("system:serviceaccount:spark:emr-containers-sa-*-*-000000000000-2p"),
                        "variable", Value.of("${aws:username}"),
                        "p:sub", Value.of("x")));
    }

    @Test
    void hidesAMapWhoseKeyIsNotKnownYet() {
        Resource role = load("""
            kind: Cluster
            metadata: {name: main}
            external: {name: x}
            ---
            kind: Role
            metadata: {name: job}
            spec:
              roleName: job
              assumeRolePolicyDocument:
                Condition:
                  StringLike: {"${Cluster.main.issuer}:sub": "${Cluster.main.name}", fixed: 1}
            """).get("Role/job");

        FieldPath path = FieldPath.of("assumeRolePolicyDocument", "Condition", "StringLike");
        assertThat(role.body().at(path)).contains(Value.UNKNOWN);
        assertThat(role.expressions().keySet()).containsExactly(path);
        assertThat(evaluator().evaluate(template(role, path), (resource, at) -> Value.of(at.toString())))
                .isEqualTo(Value.map("issuer:sub", Value.of("name"), "fixed", Value.of(1)));
    }

    @Test
    void unrollsLoopsAndWeedsOut() {
        Loaded loaded = load("""
            kind: Mapping
            metadata: {name: user}
            forEach: ${input.users}
            spec: {user: "${each.value}"}
            previousNames: [person]
            ---
            kind: Role
            metadata: {name: role}
            forEach: {a: {size: 1}, b: {size: 2}}
            when: ${each.value.size > 1}
            spec: {roleName: "${each.key}", description: "${Mapping.user[\\"x@y\\"].user}"}
            dependsOn: [Mapping/user]
            ---
            kind: Mapping
            metadata: {name: pair}
            forEach: ${input.users}
            spec: {user: "${Mapping.user[each.key].user}"}
            ---
            kind: Role
            metadata: {name: gone}
            when: ${environment.name != "dev"}
            spec: {roleName: gone}
            """, ENVIRONMENT.replace("sandbox}", "sandbox, inputs: {users: [x@y, z@y]}}"));

        assertThat(loaded.addresses())
                .containsExactly(
                        "Mapping/pair:x@y", "Mapping/pair:z@y", "Mapping/user:x@y", "Mapping/user:z@y", "Role/role:b");
        assertThat(loaded.get("Mapping/user:z@y").body()).isEqualTo(Value.map("user", Value.of("z@y")));
        assertThat(loaded.get("Mapping/user:z@y").previousAddresses().toString())
                .isEqualTo("[Mapping/person:z@y]");
        assertThat(loaded.get("Role/role:b").dependsOn().toString()).isEqualTo("[Mapping/user:x@y, Mapping/user:z@y]");
        assertThat(loaded.get("Mapping/pair:z@y")
                        .expressions()
                        .values()
                        .iterator()
                        .next()
                        .references())
                .containsExactly(
                        new Template.Reference(Address.parse("Mapping/user:z@y").orElseThrow(), FieldPath.of("user")));
    }

    @Test
    void expandsModulesWithTheirOwnScope() {
        LanguageFixtures.write(
                directory,
                Map.of(
                        "modules/data/module.yaml",
                        """
                        kind: ModuleDefinition
                        metadata: {name: data}
                        spec:
                          inputs:
                            required: [role]
                            properties:
                              role: {type: string}
                              subnets: {type: array, items: {type: string}, default: []}
                              name: {type: string, default: "${environment.name}-${input.suffix}"}
                              suffix: {type: string, default: x}
                          outputs:
                            arn: ${Bucket.store.arn}
                            all: {name: "${input.name}", role: "${input.role}"}
                        """,
                        "modules/data/docs.yaml",
                        """
                        kind: Bucket
                        metadata: {name: store}
                        spec: {bucketName: "${input.name}", policy: {role: "${input.role}", text: "by ${input.role}"}}
                        ---
                        kind: Endpoint
                        metadata: {name: e}
                        spec:
                          name: e
                          releaseLabel: '${input.subnets.size() > 1 ? "many" : "one"}'
                          subnetIds: ${input.subnets}
                        ---
                        kind: Module
                        metadata: {name: inner}
                        spec: {source: ./inner, inputs: {text: "${Bucket.store.arn}"}}
                        """,
                        "modules/data/inner/module.yaml",
                        """
                        kind: ModuleDefinition
                        metadata: {name: inner}
                        spec: {inputs: {properties: {text: {type: string}}}}
                        ---
                        kind: Mapping
                        metadata: {name: m}
                        spec: {user: "${input.text}"}
                        """));
        Loaded loaded = load("""
            kind: Role
            metadata: {name: job}
            spec: {roleName: job}
            ---
            kind: Cluster
            metadata: {name: main}
            external: {name: x}
            ---
            kind: Module
            metadata: {name: team}
            forEach: [a, b]
            spec:
              source: ./modules/data
              inputs: {role: "${Role.job.arn}", suffix: "${each.key}", subnets: ["${Cluster.main.name}", fixed]}
            dependsOn: [Role/job]
            ---
            kind: Mapping
            metadata: {name: outside}
            spec: {user: "${Module.team.a.arn}", roleArn: "${Module.team[\\"b\\"].all.role}"}
            dependsOn: [Module/team]
            """);

        assertThat(loaded.addresses())
                .contains("team:a.Bucket/store", "team:b.Bucket/store", "team:a.inner.Mapping/m", "Mapping/outside");
        Resource store = loaded.get("team:a.Bucket/store");
        assertThat(store.body().get("bucketName")).contains(Value.of("dev-a"));
        assertThat(evaluator()
                        .evaluate(template(store, FieldPath.of("policy", "text")), (r, p) -> Value.of(r + "." + p)))
                .isEqualTo(Value.of("by Role/job.arn"));
        assertThat(store.dependsOn()).containsExactly(Address.of("Role", "job"));
        Resource endpoint = loaded.get("team:b.Endpoint/e");
        assertThat(endpoint.body().get("subnetIds")).contains(Value.list(Value.UNKNOWN, Value.of("fixed")));
        assertThat(evaluate(endpoint, "releaseLabel", Value.of("id"))).isEqualTo(Value.of("many"));
        assertThat(template(loaded.get("team:a.inner.Mapping/m"), FieldPath.of("user"))
                        .references()
                        .toString())
                .contains("team:a.Bucket/store");
        assertThat(loaded.get("Mapping/outside").expressions().values().stream()
                        .flatMap(template -> template.references().stream())
                        .map(reference -> reference.resource().toString()))
                .containsExactly("team:a.Bucket/store", "Role/job");
        assertThat(loaded.get("Mapping/outside").dependsOn().toString())
                .contains("team:a.Bucket/store", "team:b.inner.Mapping/m");
    }

    @Test
    void mergesTagsThatAreAnExpression() {
        Resource role = load("""
            kind: Cluster
            metadata: {name: main}
            external: {name: x}
            ---
            kind: Role
            metadata: {name: job}
            spec: {roleName: job, tags: "${{\\"cluster\\": Cluster.main.arn}}"}
            """, ENVIRONMENT.replace("sandbox}", "sandbox, tags: {team: data}}"))
                .get("Role/job");

        assertThat(evaluate(role, "tags", Value.of("arn")))
                .isEqualTo(Value.map("team", Value.of("data"), "cluster", Value.of("arn")));
    }

    @Test
    void overridesInputsFromTheCommandLine() {
        String environment = ENVIRONMENT.replace("sandbox}", "sandbox, inputs: {size: 1, name: \"${input.size}\"}}");
        Map<String, String> files = Map.of("environment.yaml", environment);

        Environment loaded = LanguageFixtures.load(directory, files, Map.of("size", "[1, two]"));

        assertThat(loaded.settings().inputs().get("size")).contains(Value.list(Value.of(1), Value.of("two")));
        assertThatThrownBy(() -> LanguageFixtures.load(directory, files, Map.of("sise", "2")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Did you mean \"size\"?");
    }

    @Test
    void keepsSecretsAsReferences() {
        Resource bucket = load(
                        """
                        kind: Bucket
                        metadata: {name: b}
                        spec: {bucketName: bucket, secretKey: "${input.key}", policy: "${secret(\\"file:keys/x\\")}"}
                        """, ENVIRONMENT.replace("sandbox}", "sandbox, inputs: {key: '${secret(\"env:KEY\")}'}}"))
                .get("Bucket/b");

        assertThat(bucket.body().get("secretKey")).contains(Value.Secret.of("env:KEY"));
        assertThat(bucket.body().get("policy")).contains(Value.Secret.of("file:keys/x"));
    }

    @Test
    void skipsDotFoldersAndModules() {
        LanguageFixtures.write(
                directory,
                Map.of(
                        ".hidden/a.yaml",
                        "kind: Nothing",
                        "m/module.yaml",
                        "kind: Nothing",
                        "m/b.yaml",
                        "[",
                        "c.yml",
                        "["));

        assertThat(load("").addresses()).isEmpty();
    }

    private record Loaded(Environment environment) {
        Resource get(String address) {
            return environment.resources().stream()
                    .filter(resource -> resource.address().toString().equals(address))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(address + " is not among " + addresses()));
        }

        List<String> addresses() {
            return environment.resources().stream()
                    .map(resource -> resource.address().toString())
                    .toList();
        }
    }

    private Loaded load(String documents) {
        return load(documents, ENVIRONMENT);
    }

    private Loaded load(String documents, String environment) {
        return new Loaded(
                LanguageFixtures.load(directory, Map.of("main.yaml", documents, "environment.yaml", environment)));
    }

    private static Evaluator evaluator() {
        return new Evaluator(YamlTexts::parse);
    }

    private static Value evaluate(Resource resource, String field, Value answer) {
        return evaluator().evaluate(template(resource, FieldPath.of(field)), (address, path) -> answer);
    }

    private static Template template(Resource resource, FieldPath path) {
        return Objects.requireNonNull(resource.expressions().get(path));
    }
}
