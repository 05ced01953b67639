package dev.envctl.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.envctl.testing.Answer;
import dev.envctl.testing.ApiCalls;
import dev.envctl.testing.SignedTokens;
import dev.envctl.testing.TestClusters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServersTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";

    private final TestClusters clusters = TestClusters.start();

    @AfterEach
    void close() {
        clusters.close();
    }

    /// As `kubectl scale` sees a workload.
    @Nested
    class Scale {

        private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
        private static final String PODS = "/api/v1/namespaces/default/pods";

        @BeforeEach
        void deploy() {
            clusters.post(DEPLOYMENTS, """
                {"metadata": {"name": "d"},
                 "spec": {"selector": {"matchLabels": {"app": "d"}},
                          "template": {"metadata": {"labels": {"app": "d"}}, "spec": {"containers": []}}}}
                """);
            clusters.post(PODS, "{\"metadata\": {\"name\": \"d-0\", \"labels\": {\"app\": \"d\"}}}");
            clusters.post(PODS, "{\"metadata\": {\"name\": \"other\", \"labels\": {\"app\": \"other\"}}}");
            clusters.clock().turn(Controllers.WORKLOAD_START);
        }

        private List<String> pods() {
            return StreamSupport.stream(clusters.get(PODS).body().path("items").spliterator(), false)
                    .map(pod -> pod.at("/metadata/name").asText())
                    .toList();
        }

        @Test
        void isTheNumberOfCopiesAndNothingElse() {
            JsonNode scale = clusters.get(DEPLOYMENTS + "/d/scale").body();

            assertThat(scale.path("kind").asText()).isEqualTo("Scale");
            assertThat(scale.at("/spec/replicas").asInt()).isEqualTo(1);
            assertThat(scale.at("/status/selector").asText()).isEqualTo("app=d");
            assertThat(scale.has("template")).isFalse();
        }

        @Test
        void takesThePodsAwayAndBringsThemBack() {
            Answer none = clusters.mergePatch(DEPLOYMENTS + "/d/scale", "{\"spec\": {\"replicas\": 0}}");
            clusters.clock().turn(Controllers.WORKLOAD_START);

            assertThat(none.text("/kind")).isEqualTo("Scale");
            assertThat(clusters.get(DEPLOYMENTS + "/d")
                            .body()
                            .at("/status/availableReplicas")
                            .asInt(-1))
                    .isZero();
            assertThat(pods()).containsExactly("other");

            clusters.mergePatch(DEPLOYMENTS + "/d/scale", "{\"spec\": {\"replicas\": 2}}");
            clusters.clock().turn(Controllers.WORKLOAD_START);

            assertThat(pods()).containsExactly("d-0", "d-1", "other");
        }

        @Test
        void isRefusedToWhoeverReadAnOlderOne() {
            JsonNode old = clusters.get(DEPLOYMENTS + "/d/scale").body();
            clusters.mergePatch(DEPLOYMENTS + "/d/scale", "{\"spec\": {\"replicas\": 3}}");

            assertRefused(
                    clusters.call("PUT", DEPLOYMENTS + "/d/scale", "application/json", old.toString()),
                    409,
                    "Conflict");
        }

        @Test
        void isNothingThatAConfigMapHas() {
            assertRefused(clusters.get(CONFIG_MAPS + "/kube-root-ca.crt/scale"), 404, "NotFound");
        }
    }

    @Nested
    class Objects {

        @Test
        void areCreatedReadAndDeletedOnce() {
            Answer created = clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}, \"data\": {\"k\": \"v\"}}");
            assertThat(created.status()).isEqualTo(201);
            assertThat(created.text("/metadata/uid")).isNotEmpty();
            assertThat(created.text("/metadata/creationTimestamp")).isEqualTo("2026-11-21T08:00:00Z");
            assertThat(clusters.get(CONFIG_MAPS + "/a").text("/data/k")).isEqualTo("v");

            assertRefused(clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}}"), 409, "AlreadyExists");
            assertThat(clusters.delete(CONFIG_MAPS + "/a").text("/status")).isEqualTo("Success");
            assertRefused(clusters.get(CONFIG_MAPS + "/a"), 404, "NotFound");
            assertThat(clusters.delete(CONFIG_MAPS + "/a").text("/message")).isEqualTo("configmaps \"a\" not found");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Upper", "under_score", "-dash", "a..b"})
        void needLegalNames(String name) {
            Answer answer = clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"%s\"}}".formatted(name));

            assertRefused(answer, 422, "Invalid");
            assertThat(answer.text("/message")).contains("metadata.name: Invalid value: \"" + name + "\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"spark.Namespace/a", "user:alice@example.com", "x-"})
        void takeNoAddressesAsLabels(String value) {
            Answer answer = clusters.post(
                    CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\", \"labels\": {\"k\": \"%s\"}}}".formatted(value));

            assertRefused(answer, 422, "Invalid");
        }

        @Test
        void getAGeneratedName() {
            Answer answer = clusters.post(CONFIG_MAPS, "{\"metadata\": {\"generateName\": \"run-\"}}");

            assertThat(answer.text("/metadata/name")).matches("run-[a-z0-9]{5}");
        }

        @Test
        void areReplacedOnlyInTheVersionThatWasRead() {
            Answer first = clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}}");
            String body = "{\"metadata\": {\"name\": \"a\", \"resourceVersion\": \"%s\"}, \"data\": {\"k\": \"v\"}}"
                    .formatted(first.text("/metadata/resourceVersion"));

            assertThat(clusters.call("PUT", CONFIG_MAPS + "/a", "application/json", body)
                            .status())
                    .isEqualTo(200);
            Answer stale = clusters.call("PUT", CONFIG_MAPS + "/a", "application/json", body);
            assertRefused(stale, 409, "Conflict");
            assertThat(stale.text("/message")).contains("the object has been modified");
        }

        @Test
        void keepTheirVersionWhenNothingChanges() {
            Answer first = clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}, \"data\": {\"k\": \"v\"}}");

            Answer same = clusters.mergePatch(CONFIG_MAPS + "/a", "{\"data\": {\"k\": \"v\"}}");

            assertThat(same.text("/metadata/resourceVersion")).isEqualTo(first.text("/metadata/resourceVersion"));
        }

        @Test
        void stayUntilTheirFinalizersAreGone() {
            clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\", \"finalizers\": [\"example.com/held\"]}}");

            assertThat(clusters.delete(CONFIG_MAPS + "/a").text("/metadata/deletionTimestamp"))
                    .isNotEmpty();
            assertThat(clusters.get(CONFIG_MAPS + "/a").status()).isEqualTo(200);
            clusters.mergePatch(CONFIG_MAPS + "/a", "{\"metadata\": {\"finalizers\": null}}");

            assertThat(clusters.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
        }

        @Test
        void takeTheirDependentsWithThem() {
            String uid = clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"owner\"}}")
                    .text("/metadata/uid");
            clusters.post(CONFIG_MAPS, """
                {"metadata": {"name": "owned", "ownerReferences": [
                  {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": "%s"}]}}
                """.formatted(uid));

            clusters.delete(CONFIG_MAPS + "/owner");

            assertThat(clusters.get(CONFIG_MAPS + "/owned").status()).isEqualTo(404);
        }

        @Test
        void areNotDeletedInPlaceOfTheirPredecessor() {
            clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}}");

            Answer answer = clusters.call(
                    "DELETE", CONFIG_MAPS + "/a", "application/json", "{\"preconditions\": {\"uid\": \"another\"}}");

            assertRefused(answer, 409, "Conflict");
        }

        @Test
        void areLeftAloneByADryRun() {
            Answer answer = clusters.post(CONFIG_MAPS + "?dryRun=All", "{\"metadata\": {\"name\": \"a\"}}");

            assertThat(answer.status()).isEqualTo(201);
            assertThat(clusters.get(CONFIG_MAPS + "/a").status()).isEqualTo(404);
        }

        @Test
        void countGenerationsOfTheirSpecificationOnly() {
            String deployments = "/apis/apps/v1/namespaces/default/deployments";
            clusters.post(deployments, "{\"metadata\": {\"name\": \"a\"}, \"spec\": {\"replicas\": 1}}");
            clusters.mergePatch(deployments + "/a", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}");
            assertThat(clusters.mergePatch(deployments + "/a", "{\"spec\": {\"replicas\": 2}}")
                            .text("/metadata/generation"))
                    .isEqualTo("2");

            clusters.clock().turn(Duration.ofSeconds(6));
            assertThat(clusters.get(deployments + "/a").text("/status/availableReplicas"))
                    .isEqualTo("2");
            clusters.mergePatch(deployments + "/a", "{\"status\": {\"availableReplicas\": 9}}");
            assertThat(clusters.get(deployments + "/a").text("/status/availableReplicas"))
                    .isEqualTo("2");
            assertThat(clusters.mergePatch(deployments + "/a/status", "{\"status\": {\"availableReplicas\": 9}}")
                            .text("/status/availableReplicas"))
                    .isEqualTo("9");
        }

        @Test
        void bindOneRoleForGood() {
            String bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings";
            clusters.post(
                    bindings,
                    "{\"metadata\": {\"name\": \"a\"}, \"roleRef\": {\"kind\": \"ClusterRole\", \"name\": \"view\"}}");

            Answer answer = clusters.mergePatch(bindings + "/a", "{\"roleRef\": {\"name\": \"admin\"}}");

            assertRefused(answer, 422, "Invalid");
            assertThat(answer.text("/message")).contains("cannot change roleRef");
        }

        @Test
        void ofCustomTypesAreServedLikeBuiltInOnes() {
            String bindings = "/apis/elbv2.k8s.aws/v1beta1/namespaces/default/targetgroupbindings";
            clusters.post(bindings, "{\"metadata\": {\"name\": \"a\"}, \"spec\": {\"targetType\": \"ip\"}}");

            assertThat(clusters.get(bindings + "/a").text("/kind")).isEqualTo("TargetGroupBinding");
            assertRefused(clusters.call("PATCH", bindings + "/a", STRATEGIC, "{}"), 415, "UnsupportedMediaType");
        }
    }

    @Nested
    class Patching {

        @Test
        void strategicallyMergesKeyedListsAndObeysDirectives() {
            String pods = "/api/v1/namespaces/default/pods";
            clusters.post(pods, """
                {"metadata": {"name": "p"}, "spec": {"containers": [
                  {"name": "a", "image": "a:1"}, {"name": "b", "image": "b:1"}]}}
                """);

            Answer answer = clusters.call("PATCH", pods + "/p", STRATEGIC, """
                {"spec": {"$setElementOrder/containers": [{"name": "a"}],
                  "containers": [{"name": "a", "image": "a:2"}, {"name": "b", "$patch": "delete"}, {"name": "c", "image": "c"}]}}
                """);

            assertThat(texts(answer.body().at("/spec/containers"), "image")).containsExactly("a:2", "c");
        }

        @Test
        void byJsonPatchIsAllOrNothing() {
            clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}, \"data\": {\"k\": \"1\", \"l\": \"2\"}}");

            Answer failed = clusters.call("PATCH", CONFIG_MAPS + "/a", JSON_PATCH, """
                [{"op": "remove", "path": "/data/l"}, {"op": "test", "path": "/data/k", "value": "9"}]
                """);
            assertRefused(failed, 422, "Invalid");
            assertThat(clusters.get(CONFIG_MAPS + "/a").text("/data/l")).isEqualTo("2");

            Answer done = clusters.call("PATCH", CONFIG_MAPS + "/a", JSON_PATCH, """
                [{"op": "move", "from": "/data/l", "path": "/data/m"}, {"op": "add", "path": "/data/n", "value": "3"},
                 {"op": "replace", "path": "/data/k", "value": "4"}]
                """);
            assertThat(done.body().at("/data")).isEqualTo(Json.read("{\"k\": \"4\", \"m\": \"2\", \"n\": \"3\"}"));
        }

        @Test
        void inAnUnknownFormatIsRefused() {
            clusters.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"a\"}}");

            assertRefused(
                    clusters.call("PATCH", CONFIG_MAPS + "/a", "application/json", "{}"), 415, "UnsupportedMediaType");
        }
    }

    @Nested
    class Applying {

        @Test
        void takesOutWhatTheManagerNoLongerNames() {
            apply("me", "", "data: {a: '1', b: '2'}");
            clusters.mergePatch(CONFIG_MAPS + "/c", "{\"data\": {\"theirs\": \"x\"}}");

            Answer second = apply("me", "", "data: {a: '1'}");

            assertThat(second.body().at("/data")).hasToString("{\"a\":\"1\",\"theirs\":\"x\"}");
        }

        @Test
        void keepsWhatAnotherManagerNamesToo() {
            apply("me", "", "data: {a: '1'}");
            apply("other", "", "data: {a: '1'}");

            assertThat(apply("me", "", "data: {}").text("/data/a")).isEqualTo("1");
        }

        @Test
        void conflictsWithTheOtherManagerByNameUnlessForced() {
            apply("me", "", "data: {a: '1'}");

            Answer conflict = apply("other", "", "data: {a: '2'}");
            assertRefused(conflict, 409, "Conflict");
            assertThat(conflict.text("/message"))
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .data.a");
            assertThat(conflict.text("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");

            assertThat(apply("other", "&force=true", "data: {a: '2'}").text("/data/a"))
                    .isEqualTo("2");
            assertRefused(apply("me", "", "data: {a: '1'}"), 409, "Conflict");
        }

        @Test
        void conflictsWithAnOrdinaryWriteInItsOwnWords() {
            apply("me", "", "data: {a: '1'}");
            clusters.mergePatch(CONFIG_MAPS + "/c?fieldManager=kubectl-edit", "{\"data\": {\"a\": \"2\"}}");

            assertThat(apply("me", "", "data: {a: '1'}").text("/message"))
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"kubectl-edit\" using v1: .data.a");
        }

        @Test
        void ownsElementsOfKeyedListsOneByOne() {
            String deployments = "/apis/apps/v1/namespaces/default/deployments/d?fieldManager=";
            clusters.call("PATCH", deployments + "me", APPLY, containers("[{name: a, image: a}, {name: b, image: b}]"));
            clusters.call("PATCH", deployments + "sidecars", APPLY, containers("[{name: s, image: s}]"));

            Answer answer = clusters.call("PATCH", deployments + "me", APPLY, containers("[{name: a, image: a2}]"));

            assertThat(texts(answer.body().at("/spec/template/spec/containers"), "image"))
                    .containsExactly("a2", "s");
        }

        private String containers(String list) {
            return "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: " + list + "}}}}";
        }

        @Test
        void changesNothingTheSecondTime() {
            String version = apply("me", "", "data: {a: '1'}").text("/metadata/resourceVersion");

            assertThat(apply("me", "", "data: {a: '1'}").text("/metadata/resourceVersion"))
                    .isEqualTo(version);
        }

        @Test
        void needsAManager() {
            assertRefused(apply("", "", "data: {}"), 400, "BadRequest");
        }

        private Answer apply(String manager, String more, String fields) {
            return clusters.call(
                    "PATCH",
                    CONFIG_MAPS + "/c?fieldManager=" + manager + more,
                    APPLY,
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n" + fields + "\n");
        }
    }

    @Nested
    class Namespaces {

        private static final String SPARK = "/api/v1/namespaces/spark";

        @Test
        void areDeletedWithTheirContentsAfterAWhile() {
            make();
            clusters.post(SPARK + "/configmaps", "{\"metadata\": {\"name\": \"a\"}}");

            assertThat(clusters.delete(SPARK).text("/status/phase")).isEqualTo("Terminating");
            Answer refused = clusters.post(SPARK + "/configmaps", "{\"metadata\": {\"name\": \"b\"}}");
            assertRefused(refused, 403, "Forbidden");
            assertThat(refused.text("/message")).contains("because it is being terminated");

            clusters.clock().turn(Duration.ofSeconds(6));
            assertThat(clusters.get(SPARK).status()).isEqualTo(404);
            make();
            assertThat(clusters.get(SPARK + "/configmaps/a").status()).isEqualTo(404);
        }

        @Test
        void waitForFinalizersInsideAndSayWhich() {
            make();
            clusters.post(
                    SPARK + "/configmaps",
                    "{\"metadata\": {\"name\": \"a\", \"finalizers\": [\"ingress.k8s.aws/resources\"]}}");
            clusters.delete(SPARK);
            clusters.clock().turn(Duration.ofSeconds(6));

            assertThat(clusters.get(SPARK).body().at("/status/conditions").toString())
                    .contains("ingress.k8s.aws/resources in 1 resource instances");

            clusters.mergePatch(SPARK + "/configmaps/a", "{\"metadata\": {\"finalizers\": []}}");
            assertThat(clusters.get(SPARK).status()).isEqualTo(404);
        }

        @Test
        void comeWithWhatEveryNamespaceHas() {
            make();

            assertThat(clusters.get(SPARK + "/serviceaccounts/default").status())
                    .isEqualTo(200);
            assertThat(clusters.get(SPARK).text("/metadata/labels/kubernetes.io~1metadata.name"))
                    .isEqualTo("spark");
        }

        @Test
        void ofTheSystemCannotBeDeleted() {
            assertRefused(clusters.delete("/api/v1/namespaces/kube-system"), 403, "Forbidden");
        }

        @Test
        void haveToExist() {
            assertRefused(
                    clusters.post("/api/v1/namespaces/nowhere/configmaps", "{\"metadata\": {\"name\": \"a\"}}"),
                    404,
                    "NotFound");
        }

        private void make() {
            assertThat(clusters.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"spark\"}}")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Nested
    class Lists {

        @Test
        void areSelectedByLabelsAndFields() {
            make("a", "x", "1");
            make("b", "x", "2");
            make("c", "y", "1");

            assertThat(names("labelSelector=x%3D1")).containsExactly("a");
            assertThat(names("labelSelector=x%20in%20(1,2)")).containsExactly("a", "b");
            assertThat(names("labelSelector=x%20notin%20(1),!y")).contains("b").doesNotContain("a", "c");
            assertThat(names("labelSelector=x,x!%3D2")).containsExactly("a");
            assertThat(names("fieldSelector=metadata.name%3Dc")).containsExactly("c");
            assertRefused(clusters.get(CONFIG_MAPS + "?fieldSelector=data.k%3Dv"), 400, "BadRequest");
        }

        @Test
        void comeInPages() {
            make("a", "x", "1");
            make("b", "x", "1");
            make("c", "x", "1");

            Answer first = clusters.get(CONFIG_MAPS + "?labelSelector=x&limit=2");
            assertThat(names(first)).containsExactly("a", "b");
            assertThat(first.text("/metadata/remainingItemCount")).isEqualTo("1");
            Answer second =
                    clusters.get(CONFIG_MAPS + "?labelSelector=x&limit=2&continue=" + first.text("/metadata/continue"));
            assertThat(names(second)).containsExactly("c");
            assertThat(second.text("/metadata/continue")).isEmpty();
        }

        @Test
        void areTablesForThoseWhoAsk() {
            Answer table = ApiCalls.getAs(
                    clusters.address() + "/apis/apps/v1/namespaces/kube-system/deployments",
                    SignedTokens.make(TestClusters.CLUSTER, "AKIASANDBOX"),
                    "application/json;as=Table;v=v1;g=meta.k8s.io");

            assertThat(texts(table.body().at("/columnDefinitions"), "name"))
                    .containsExactly("Name", "Ready", "Up-to-date", "Available", "Age");
            assertThat(table.body().at("/rows/0/cells"))
                    .hasToString("[\"aws-load-balancer-controller\",\"2/2\",\"2\",\"2\",\"0s\"]");
        }

        @Test
        void areWatched() throws IOException {
            make("a", "x", "1");
            String version = clusters.get(CONFIG_MAPS).text("/metadata/resourceVersion");
            String url = clusters.address() + CONFIG_MAPS + "?watch=true&labelSelector=x&resourceVersion=" + version;

            try (var lines = new BufferedReader(new InputStreamReader(
                    ApiCalls.stream(url, SignedTokens.make(TestClusters.CLUSTER, "AKIASANDBOX")),
                    StandardCharsets.UTF_8))) {
                make("b", "x", "1");
                assertThat(lines.readLine()).startsWith("{\"type\":\"ADDED\"").contains("\"name\":\"b\"");
                clusters.mergePatch(CONFIG_MAPS + "/a", "{\"data\": {\"k\": \"v\"}}");
                assertThat(lines.readLine())
                        .startsWith("{\"type\":\"MODIFIED\"")
                        .contains("\"name\":\"a\"");
                clusters.mergePatch(CONFIG_MAPS + "/b", "{\"metadata\": {\"labels\": null}}");
                assertThat(lines.readLine()).startsWith("{\"type\":\"DELETED\"").contains("\"name\":\"b\"");
                clusters.delete(CONFIG_MAPS + "/a");
                assertThat(lines.readLine()).startsWith("{\"type\":\"DELETED\"").contains("\"name\":\"a\"");
            }
        }

        private void make(String name, String label, String value) {
            clusters.post(
                    CONFIG_MAPS,
                    "{\"metadata\": {\"name\": \"%s\", \"labels\": {\"%s\": \"%s\"}}}".formatted(name, label, value));
        }

        private List<String> names(String query) {
            return names(clusters.get(CONFIG_MAPS + "?" + query));
        }

        private static List<String> names(Answer list) {
            return StreamSupport.stream(list.body().at("/items").spliterator(), false)
                    .map(item -> item.at("/metadata/name").asText())
                    .toList();
        }
    }

    @Nested
    class Callers {

        @Test
        void needATokenForThisVeryCluster() {
            String url = clusters.address() + "/api/v1/namespaces";

            for (String token : List.of(
                    "",
                    "k8s-aws-v1.",
                    "k8s-aws-v1.bm90IGEgVVJM",
                    SignedTokens.make("another-cluster", "AKIASANDBOX"),
                    SignedTokens.make(TestClusters.CLUSTER, "AKIANOBODY"))) {
                assertRefused(ApiCalls.send("GET", url, token, "application/json", ""), 401, "Unauthorized");
            }
        }

        @Test
        void getInByAwsAuthWithTheRightsOfTheirGroups() {
            clusters.mergePatch("/api/v1/namespaces/kube-system/configmaps/aws-auth", """
                {"data": {"mapRoles": "- rolearn: arn:aws:iam::000000000000:role/reader\\n  username: reader\\n  groups: [readers]\\n"}}
                """);
            clusters.post("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
                {"metadata": {"name": "readers"}, "roleRef": {"kind": "ClusterRole", "name": "view"},
                 "subjects": [{"kind": "Group", "name": "readers"}]}
                """);
            clusters.actAs("AKIAREADER", "arn:aws:sts::000000000000:assumed-role/reader/session");

            assertThat(clusters.get(CONFIG_MAPS).status()).isEqualTo(200);
            Answer refused = clusters.get("/api/v1/namespaces/default/secrets");
            assertRefused(refused, 403, "Forbidden");
            assertThat(refused.text("/message"))
                    .isEqualTo(
                            "secrets is forbidden: User \"reader\" cannot list resource \"secrets\" in API group \"\""
                                    + " in the namespace \"default\"");
            assertRefused(clusters.get("/api/v1/configmaps"), 403, "Forbidden");
        }
    }

    private static void assertRefused(Answer answer, int code, String reason) {
        assertThat(answer.body().path("kind").asText()).isEqualTo("Status");
        assertThat(answer.text("/reason")).isEqualTo(reason);
        assertThat(answer.status()).isEqualTo(code);
        assertThat(answer.text("/code")).isEqualTo(Integer.toString(code));
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(element -> element.path(field).asText())
                .toList();
    }
}
