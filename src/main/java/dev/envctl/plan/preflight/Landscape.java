package dev.envctl.plan.preflight;

import dev.envctl.expression.Binding;
import dev.envctl.expression.Template;
import dev.envctl.provider.Missing;
import dev.envctl.spec.Resource;
import dev.envctl.value.Address;
import dev.envctl.value.FieldPath;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/// The resources of an environment with what is known of their attributes, and how they refer to one another. A
/// reference is followed by the id that it has, or, while there is none, by the expression that stands for it.
public final class Landscape {

    private final SequencedMap<Address, Item> items = new LinkedHashMap<>();
    private final Set<Address> changing;
    private final Missing missing;

    /// `known` lacks those that planning did not get to; `changing` are those that are going to be made or changed;
    /// `missing` is what observing did not find.
    public Landscape(
            List<Resource> resources, Map<Address, Value.MapValue> known, Set<Address> changing, Missing missing) {
        this.changing = Set.copyOf(changing);
        this.missing = missing;
        for (Resource resource : resources) {
            Value.MapValue body = resource.mode() == Resource.Mode.MANAGED ? resource.body() : Value.MapValue.EMPTY;
            items.put(resource.address(), new Item(resource, known.getOrDefault(resource.address(), body)));
        }
    }

    List<Item> all(String kind) {
        return items.values().stream().filter(item -> item.kind().equals(kind)).toList();
    }

    List<Item> managed(String kind) {
        return all(kind).stream().filter(Item::isManaged).toList();
    }

    /// The managed resources that are going to be made or changed.
    List<Item> changing() {
        return items.values().stream()
                .filter(item -> item.isManaged() && changing.contains(item.address()))
                .toList();
    }

    Missing missing() {
        return missing;
    }

    /// What a field refers to: an object of a kind, by one of its attributes. Empty while nobody can tell.
    Optional<Target> target(Item from, FieldPath path, String kind, String attribute) {
        Optional<Value> value = from.at(path);
        if (value.isPresent() && value.get() instanceof Value.Text(String id)) {
            return Optional.of(all(kind).stream()
                    .filter(item -> item.text(attribute).equals(Optional.of(id)))
                    .findFirst()
                    .<Target>map(Target.Here::new)
                    .orElseGet(() -> new Target.Elsewhere(id)));
        }
        return reference(from, path)
                .filter(reference -> reference.resource().kind().text().equals(kind)
                        && reference.path().equals(FieldPath.of(attribute)))
                .flatMap(reference -> find(reference.resource()))
                .map(Target.Here::new);
    }

    /// What every element of a list refers to; empty when that is not known of each.
    Optional<List<Target>> targets(Item from, FieldPath path, String kind, String attribute) {
        if (!(from.at(path).orElse(Value.NULL) instanceof Value.ListValue list)) {
            return Optional.empty();
        }
        List<Target> targets = new ArrayList<>();
        IntStream.range(0, list.elements().size())
                .forEach(index ->
                        target(from, path.index(index), kind, attribute).ifPresent(targets::add));
        return targets.size() == list.elements().size() ? Optional.of(targets) : Optional.empty();
    }

    /// The items of a kind that refer to another. Empty when one of them might and nobody can tell.
    Optional<List<Item>> referringTo(Item to, String kind, FieldPath path, String attribute) {
        List<Item> referring = new ArrayList<>();
        for (Item item : all(kind)) {
            Optional<Target> target = target(item, path, to.kind(), attribute);
            if (target.isEmpty()) {
                return Optional.empty();
            }
            if (target.get().is(to)) {
                referring.add(item);
            }
        }
        return Optional.of(referring);
    }

    Optional<Item> find(Address address) {
        return Optional.ofNullable(items.get(address));
    }

    /// The attribute that a field stands for, when it is nothing but a reference.
    Optional<Template.Reference> reference(Item from, FieldPath path) {
        return Optional.ofNullable(from.resource().expressions().get(path)).flatMap(Landscape::plain);
    }

    private static Optional<Template.Reference> plain(Template template) {
        if (template.parts().size() != 1
                || !(template.parts().getFirst() instanceof Template.Hole(var expression))
                || !expression.isPlainReference()) {
            return Optional.empty();
        }
        return switch (expression.uses().getFirst().binding()) {
            case Binding.Attribute(Address resource, FieldPath path) ->
                Optional.of(new Template.Reference(resource, path));
            case Binding.Nested(Template nested, FieldPath path) -> path.isRoot() ? plain(nested) : Optional.empty();
            case Binding.Constant _ -> Optional.empty();
        };
    }
}
