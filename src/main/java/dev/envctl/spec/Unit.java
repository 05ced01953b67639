package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One scope: the root of the environment, or one instance of a module. Everything in it is worked out when it is first
/// asked for, so that modules may refer to one another in any order.
final class Unit {

    private final Loading loading;
    private final Documents documents;
    private final List<Address.Instance> path;
    private final InputSource inputs;
    private final Map<String, Bound> boundInputs = new HashMap<>();
    private final Map<String, Bound> boundOutputs = new HashMap<>();
    private final Map<Document, Instances> instances = new LinkedHashMap<>();
    private final Map<Instance, Optional<Unit>> children = new LinkedHashMap<>();

    Unit(Loading loading, Documents documents, List<Address.Instance> path, InputSource inputs) {
        this.loading = loading;
        this.documents = documents;
        this.path = List.copyOf(path);
        this.inputs = inputs;
    }

    Loading loading() {
        return loading;
    }

    Documents documents() {
        return documents;
    }

    /// `studio.` inside a module, empty at the root.
    String label() {
        StringBuilder label = new StringBuilder();
        path.forEach(module -> label.append(module).append('.'));
        return label.toString();
    }

    List<Address.Instance> path() {
        return path;
    }

    Address address(Instance instance) {
        Document document = instance.document();
        return new Address(
                path, document.kind(), document.name(), instance.each().map(Each::key));
    }

    Value environmentValue(String name) {
        return loading.environmentValue(name);
    }

    /// Empty at the root.
    Optional<ModuleInputs> moduleInputs() {
        return inputs instanceof ModuleInputs given ? Optional.of(given) : Optional.empty();
    }

    Set<String> inputNames() {
        return inputs.names();
    }

    /// Not `computeIfAbsent`: working one input out may ask for another.
    Bound input(String name) {
        Bound known = boundInputs.get(name);
        if (known == null) {
            known = inputs.value(name, this);
            boundInputs.put(name, known);
        }
        return known;
    }

    /// An input that its schema refuses says nothing about what is made of it.
    void distrust(String name) {
        boundInputs.put(name, Bound.MISTAKE);
    }

    Instances instances(Document document) {
        Instances known = instances.get(document);
        if (known == null) {
            known = new Loop(this, document).unroll();
            instances.put(document, known);
        }
        return known;
    }

    Binder binder(Document document, Optional<Each> each) {
        return new Binder(this, each, DocumentFiles.of(document));
    }

    // ---- modules

    /// Empty when the module's source has been refused.
    Optional<Unit> child(Instance call) {
        return children.computeIfAbsent(
                call,
                _ -> loading.modules().find(call.document()).map(found -> {
                    List<Address.Instance> below = new ArrayList<>(path);
                    below.add(new Address.Instance(
                            call.document().name(), call.each().map(Each::key)));
                    return new Unit(loading, found, below, new ModuleInputs(this, call, found));
                }));
    }

    Set<String> outputNames() {
        return outputs().entries().keySet();
    }

    Bound output(String name) {
        Bound known = boundOutputs.get(name);
        if (known == null) {
            Document definition = documents.definitions().getFirst();
            known = binder(definition, Optional.empty())
                    .bind(outputs().get(name).orElseThrow());
            boundOutputs.put(name, known);
        }
        return known;
    }

    private Yaml.Mapping outputs() {
        return documents.definitions().getFirst().spec().map("outputs");
    }

    // ---- everything

    /// Every resource of this scope and of the modules in it. `inherited` are the addresses that a module call
    /// waits for.
    List<Resource> resources(List<Address> inherited) {
        List<Resource> resources = new ArrayList<>();
        for (Document document : documents.resources()) {
            for (Instance instance : instances(document).byKey().values()) {
                new ResourceBuilder(this, instance, inherited).build().ifPresent(resources::add);
            }
        }
        for (Document call : documents.modules()) {
            for (Instance instance : instances(call).byKey().values()) {
                child(instance).ifPresent(unit -> resources.addAll(module(unit, instance, inherited)));
            }
        }
        return resources;
    }

    private List<Resource> module(Unit unit, Instance call, List<Address> inherited) {
        unit.moduleInputs().ifPresent(given -> given.check(unit));
        unit.outputNames().forEach(unit::output);
        List<Address> waitsFor = new ArrayList<>(inherited);
        waitsFor.addAll(new Dependencies(this, call.document()).addresses());
        return unit.resources(waitsFor);
    }

    List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        documents
                .resources()
                .forEach(document ->
                        instances(document).byKey().values().forEach(instance -> addresses.add(address(instance))));
        documents
                .modules()
                .forEach(call -> instances(call)
                        .byKey()
                        .values()
                        .forEach(instance -> child(instance).ifPresent(unit -> addresses.addAll(unit.addresses()))));
        return addresses;
    }

    void report(Code code, String detail, Yaml.Span place) {
        loading.report(Problem.of(code, detail).at(place.source()));
    }
}
