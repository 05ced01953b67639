package dev.envctl.sandbox.kubernetes;

import java.util.List;

/// What a path under a group and version names. `name` is empty for a collection, `namespace` for cluster-scoped
/// objects and for collections over all namespaces.
record Target(ResourceType type, String namespace, String name, String subresource) {

    /// Reads the segments after the version: `namespaces/<ns>/<plural>/<name>/<subresource>` and its shorter forms.
    static Target parse(ObjectStore store, String group, String version, List<String> rest) {
        boolean insideNamespace = rest.size() > 2
                && rest.getFirst().equals("namespaces")
                && !rest.get(2).equals("status")
                && !rest.get(2).equals("finalize");
        String namespace = insideNamespace ? rest.get(1) : "";
        List<String> names = insideNamespace ? rest.subList(2, rest.size()) : rest;
        ResourceType type =
                ResourceTypes.find(store, group, version, names.getFirst()).orElseThrow(ApiError::noSuchPath);
        boolean isMisplaced = insideNamespace ? !type.namespaced() : type.namespaced() && names.size() > 1;
        if (names.size() > 3 || isMisplaced) {
            throw ApiError.noSuchPath();
        }
        return new Target(type, namespace, names.size() > 1 ? names.get(1) : "", names.size() > 2 ? names.get(2) : "");
    }

    boolean isCollection() {
        return name.isEmpty();
    }

    /// The word by which RBAC knows what a call does.
    String verb(ApiRequest request) {
        return switch (request.method()) {
            case "GET" -> request.isWatch() ? "watch" : isCollection() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> isCollection() ? "deletecollection" : "delete";
            default -> throw ApiError.methodNotAllowed();
        };
    }
}
