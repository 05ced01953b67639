package dev.envctl.spec;

import dev.envctl.problem.Code;
import dev.envctl.problem.Suggestion;
import dev.envctl.value.Address;
import dev.envctl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `dependsOn` of one document as absolute addresses. `Kind/name` of a loop means all of its turns; `Module/name` means
/// everything in the module.
final class Dependencies {

    private final Unit unit;
    private final Document document;

    Dependencies(Unit unit, Document document) {
        this.unit = unit;
        this.document = document;
    }

    List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        if (document.whole().present("dependsOn").orElse(document.whole()) instanceof Yaml.Sequence sequence) {
            for (Yaml element : sequence.elements()) {
                element.raw().asText().ifPresent(text -> addresses.addAll(one(text, element)));
            }
        }
        return addresses.stream().distinct().toList();
    }

    private List<Address> one(String text, Yaml place) {
        Optional<Address> target = Address.parse(text);
        if (target.isEmpty()) {
            unit.report(
                    Code.UNKNOWN_REFERENCE,
                    "\"%s\" is not an address. An address reads Kind/name.".formatted(text),
                    place.span());
            return List.of();
        }
        List<Address> found =
                target.get().kind().equals(Document.MODULE) ? module(target.get()) : resource(target.get());
        if (found.isEmpty() && !mayBeNothing(target.get())) {
            List<String> known = unit.addresses().stream()
                    .map(Address::toString)
                    .map(this::relative)
                    .toList();
            unit.report(
                    Code.UNKNOWN_REFERENCE,
                    "There is no %s here.%s".formatted(text, Suggestion.question(text, known)),
                    place.span());
        }
        return found;
    }

    private String relative(String address) {
        return address.substring(unit.label().length());
    }

    private List<Address> module(Address target) {
        return unit.documents().find(Document.MODULE, target.name()).stream()
                .flatMap(call -> unit.instances(call).byKey().values().stream())
                .filter(instance -> target.key().isEmpty()
                        || target.key().equals(instance.each().map(Each::key)))
                .flatMap(instance -> unit.child(instance).stream())
                .flatMap(child -> child.addresses().stream())
                .toList();
    }

    private List<Address> resource(Address target) {
        if (!target.modules().isEmpty()) {
            String wanted = unit.label() + target;
            return unit.addresses().stream()
                    .filter(address -> address.toString().equals(wanted)
                            || address.toString().startsWith(wanted + ":"))
                    .toList();
        }
        return unit.documents().find(target.kind(), target.name()).stream()
                .flatMap(found -> unit.instances(found).byKey().values().stream())
                .map(unit::address)
                .filter(address -> target.key().isEmpty() || target.key().equals(address.key()))
                .toList();
    }

    /// Nothing needs to be waited for where `when` is false or the loop has no turn.
    private boolean mayBeNothing(Address target) {
        return unit.documents()
                .find(target.kind(), target.name())
                .map(found -> found.kind().equals(Document.MODULE)
                        || unit.instances(found).byKey().isEmpty())
                .orElse(false);
    }

    /// `previousNames`, as addresses of the same kind beside this one. A full address says that the resource has
    /// moved.
    static List<Address> previous(Address address, Document document, Unit unit) {
        List<Address> previous = new ArrayList<>();
        if (document.whole().present("previousNames").orElse(document.whole()) instanceof Yaml.Sequence sequence) {
            for (Yaml element : sequence.elements()) {
                String text = element.raw().asText().orElse("");
                Optional<Address> before = text.contains("/")
                        ? Address.parse(unit.label() + text)
                        : Optional.of(text)
                                .filter(Address::isLegalName)
                                .map(name -> new Address(address.modules(), address.kind(), name, address.key()));
                if (before.isEmpty() && element.raw() instanceof Value.Text) {
                    unit.report(
                            Code.INVALID_NAME,
                            "\"%s\" is neither a name nor an address.".formatted(text),
                            element.span());
                }
                before.filter(found -> !found.equals(address)).ifPresent(previous::add);
            }
        }
        return previous;
    }
}
