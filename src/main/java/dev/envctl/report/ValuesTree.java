package dev.envctl.report;

import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Terraform's values object: resources below the modules that they stand in.
final class ValuesTree {

    private final String modulePath;
    private final List<Value> resources = new ArrayList<>();
    private final TreeMap<String, ValuesTree> modules = new TreeMap<>();

    private ValuesTree(String modulePath) {
        this.modulePath = modulePath;
    }

    static ValuesTree root() {
        return new ValuesTree("");
    }

    void add(Address address, String mode, Value.MapValue attributes) {
        ValuesTree tree = this;
        for (Address.Instance module : address.modules()) {
            String path = tree.modulePath.isEmpty() ? module.toString() : tree.modulePath + "." + module;
            tree = tree.modules.computeIfAbsent(path, ValuesTree::new);
        }
        tree.resources.add(Terraform.named(address, mode)
                .put("schema_version", 0)
                .put("values", Mirrors.known(attributes))
                .put("sensitive_values", Mirrors.sensitive(Mirrors.known(attributes)))
                .value());
    }

    boolean isEmpty() {
        return resources.isEmpty() && modules.isEmpty();
    }

    Value.MapValue values() {
        return new Document().put("root_module", module()).value();
    }

    private Value module() {
        return new Document()
                .putUnlessEmpty("resources", resources)
                .putUnlessEmpty("address", modulePath)
                .putUnlessEmpty(
                        "child_modules",
                        modules.values().stream().map(ValuesTree::module).toList())
                .value();
    }
}
