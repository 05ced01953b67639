package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What Amazon EMR needs in a namespace before an interactive endpoint comes up there.
final class EmrPermissions {

    private static final String USER = "emr-containers";
    private static final String ROLE_NAME = "role/AWSServiceRoleForAmazonEMRContainers";

    /// `group resource,… verb,…`, as the EMR on EKS guide lists them.
    private static final List<String> NEEDED = List.of(
            "'' namespaces get",
            "'' serviceaccounts,services,configmaps,events,pods,pods/log"
                    + " get,list,watch,describe,create,edit,delete,deletecollection,annotate,patch,label",
            "'' secrets create,patch,delete,watch",
            "apps statefulsets,deployments get,list,watch,describe,create,edit,delete,annotate,patch,label",
            "batch jobs get,list,watch,describe,create,edit,delete,annotate,patch,label",
            "networking.k8s.io ingresses get,list,watch,describe,create,edit,delete,annotate,patch,label",
            "rbac.authorization.k8s.io roles,rolebindings"
                    + " get,list,watch,describe,create,edit,delete,deletecollection,annotate,patch,label",
            "'' persistentvolumeclaims create,list,delete,deletecollection");

    private EmrPermissions() {}

    static boolean granted(ObjectStore store, String namespace) {
        return isMapped(store)
                && store.list(ResourceTypes.ROLE_BINDING).stream()
                        .filter(binding -> binding.namespace().equals(namespace) && bindsUser(binding.object()))
                        .map(binding -> Json.text(binding.object(), "roleRef", "name"))
                        .anyMatch(role -> store.find(ResourceTypes.ROLE, namespace, role)
                                .filter(row -> coversAll(row.object().path("rules"), namespace))
                                .isPresent());
    }

    private static boolean isMapped(ObjectStore store) {
        return AwsAuth.mappings(store).stream()
                .anyMatch(mapping -> Json.text(mapping, "username").equals(USER)
                        && Json.text(mapping, "rolearn").endsWith(":" + ROLE_NAME));
    }

    private static boolean bindsUser(JsonNode binding) {
        return Json.elements(binding.path("subjects")).stream()
                .anyMatch(subject -> Json.text(subject, "kind").equals("User")
                        && Json.text(subject, "name").equals(USER));
    }

    private static boolean coversAll(JsonNode rules, String namespace) {
        for (String line : NEEDED) {
            String[] words = line.split(" ", 3);
            String group = words[0].equals("''") ? "" : words[0];
            for (String resource : words[1].split(",", -1)) {
                for (String verb : words[2].split(",", -1)) {
                    if (!covers(rules, new Authorization.Attempt(verb, group, resource, "", namespace, ""))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean covers(JsonNode rules, Authorization.Attempt attempt) {
        return Json.elements(rules).stream().anyMatch(rule -> Authorization.ruleAllows(rule, attempt));
    }
}
