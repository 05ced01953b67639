package dev.envctl.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The identity of a resource within its environment: `Role/jobExecution`, `studio.Role/jobExecution` inside a module,
/// `StudioSessionMapping/user:alice@example.com` from a loop. Every address is a legal tag value on every service.
public record Address(List<Instance> modules, KindName kind, String name, Optional<String> key)
        implements Comparable<Address> {

    /// One module call on the way down: its name and, from a loop, its key
    /// (which holds neither slash nor dot, so that an address reads back unambiguously).
    public record Instance(String name, Optional<String> key) {
        @Override
        public String toString() {
            return name + key.map(text -> ":" + text).orElse("");
        }
    }

    private static final String NAME = "[a-z][A-Za-z0-9-]{0,62}";
    private static final Pattern LEGAL_NAME = Pattern.compile(NAME);
    private static final Pattern MODULE = Pattern.compile("(" + NAME + ")(?::([^/.]+))?\\.");
    private static final Pattern RESOURCE = Pattern.compile("([A-Z][A-Za-z0-9]{0,62})/(" + NAME + ")(?::(.+))?");

    /// Letters that every service takes in a tag value.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9 _.:/=+@-]{1,128}");

    public Address {
        modules = List.copyOf(modules);
        if (!isLegalName(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is not a resource name");
        }
        key.filter(text -> !isLegalKey(text)).ifPresent(text -> {
            throw new IllegalArgumentException("\"" + text + "\" is not a key");
        });
    }

    public static boolean isLegalName(String text) {
        return LEGAL_NAME.matcher(text).matches();
    }

    public static boolean isLegalKey(String text) {
        return KEY.matcher(text).matches();
    }

    public static Address of(KindName kind, String name) {
        return new Address(List.of(), kind, name, Optional.empty());
    }

    public static Address of(String kind, String name) {
        return of(KindName.of(kind), name);
    }

    /// Reads what [#toString] writes; empty when the text is no address.
    public static Optional<Address> parse(String text) {
        List<Instance> modules = new ArrayList<>();
        int start = 0;
        while (true) {
            Matcher resource = RESOURCE.matcher(text).region(start, text.length());
            if (resource.matches()) {
                Optional<String> key = Optional.ofNullable(resource.group(3));
                if (key.isPresent() && !isLegalKey(key.get())) {
                    return Optional.empty();
                }
                return Optional.of(new Address(modules, KindName.of(resource.group(1)), resource.group(2), key));
            }
            Matcher module = MODULE.matcher(text).region(start, text.length());
            if (!module.lookingAt()) {
                return Optional.empty();
            }
            modules.add(new Instance(module.group(1), Optional.ofNullable(module.group(2))));
            start = module.end();
        }
    }

    public Address inside(Instance module) {
        List<Instance> outer = new ArrayList<>();
        outer.add(module);
        outer.addAll(modules);
        return new Address(outer, kind, name, key);
    }

    public Address withKey(String text) {
        return new Address(modules, kind, name, Optional.of(text));
    }

    /// The module part, `studio` or `studio.inner`; empty at the root.
    public String modulePath() {
        return modules.stream().map(Instance::toString).collect(Collectors.joining("."));
    }

    @Override
    public int compareTo(Address other) {
        return toString().compareTo(other.toString());
    }

    /// Written by hand: plans of thousands of resources sort by it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Instance module : modules) {
            text.append(module).append('.');
        }
        text.append(kind.text()).append('/').append(name);
        if (key.isPresent()) {
            text.append(':').append(key.get());
        }
        return text.toString();
    }
}
