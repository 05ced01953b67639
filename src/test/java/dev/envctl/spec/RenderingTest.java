package dev.envctl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.testing.LanguageFixtures;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {

    @TempDir
    private Path directory;

    private Environment load() {
        return LanguageFixtures.load(
                directory,
                Map.of(
                        "environment.yaml",
                        LanguageFixtures.ENVIRONMENT.replace(
                                "sandbox}", "sandbox, inputs: {label: emr-7}, tags: {team: data}}"),
                        "m/module.yaml",
                        """
                        kind: ModuleDefinition
                        metadata: {name: m}
                        spec: {inputs: {properties: {role: {type: string}}}}
                        ---
                        kind: Role
                        metadata: {name: job-execution}
                        spec: {roleName: "yes", description: "a: b"}
                        ---
                        kind: Endpoint
                        metadata: {name: e}
                        spec:
                          name: ${Role["job-execution"].roleName + "-" + input.role}
                          releaseLabel: x
                          executionRoleArn: "arn ${Role["job-execution"].arn}"
                        """.replace("\"arn ${Role[\"job-execution\"].arn}\"", "arn ${Role[\"job-execution\"].arn}"),
                        "main.yaml",
                        """
                        kind: Role
                        metadata: {name: outer}
                        spec: {roleName: outer}
                        lifecycle: {protect: true, ignoreChanges: [/tags/x]}
                        ---
                        kind: Module
                        metadata: {name: studio}
                        spec: {source: ./m, inputs: {role: "${Role.outer.arn}"}}
                        ---
                        kind: Endpoint
                        metadata: {name: e}
                        spec:
                          name: e
                          releaseLabel: ${input.label}
                          subnetIds: [a, "b c"]
                          configurationOverrides:
                            applicationConfiguration: [{classification: x, properties: {a.b: "1"}}]
                        dependsOn: [Role/outer]
                        """));
    }

    @Test
    void writesWhatRemainsAfterModulesAndInputs() {
        assertThat(Rendering.yaml(load(), false)).isEqualTo("""
            # Endpoint/e
            apiVersion: envctl.dev/v1
            kind: Endpoint
            metadata:
              name: e
            spec:
              name: e
              releaseLabel: emr-7
              subnetIds:
                - a
                - b c
              configurationOverrides:
                applicationConfiguration:
                  - classification: x
                    properties:
                      a.b: "1"
              type: JUPYTER_ENTERPRISE_GATEWAY
            dependsOn:
              - Role/outer
            ---
            # Role/outer
            apiVersion: envctl.dev/v1
            kind: Role
            metadata:
              name: outer
            spec:
              roleName: outer
              description: ""
              maxSessionDuration: 3600
              tags:
                team: data
            lifecycle:
              protect: true
              ignoreChanges: [/tags/x]
            ---
            # studio.Endpoint/e
            apiVersion: envctl.dev/v1
            kind: Endpoint
            metadata:
              name: e
            spec:
              name: ${studio.Role["job-execution"].roleName + "-" + Role.outer.arn}
              releaseLabel: x
              executionRoleArn: arn ${studio.Role["job-execution"].arn}
              type: JUPYTER_ENTERPRISE_GATEWAY
            ---
            # studio.Role/job-execution
            apiVersion: envctl.dev/v1
            kind: Role
            metadata:
              name: job-execution
            spec:
              roleName: "yes"
              description: "a: b"
              maxSessionDuration: 3600
              tags:
                team: data
            """);
    }

    @Test
    void saysWhereEachValueCameFrom() {
        assertThat(Rendering.yaml(load(), true))
                .contains("  releaseLabel: emr-7  # main.yaml:14")
                .contains("    - a  # main.yaml:15")
                .contains("    team: data  # environment.yaml:4")
                .contains("  type: JUPYTER_ENTERPRISE_GATEWAY  # default")
                .contains("  name: job-execution  # m/module.yaml:6");
    }
}
