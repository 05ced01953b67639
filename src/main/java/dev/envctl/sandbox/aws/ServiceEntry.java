package dev.envctl.sandbox.aws;

import java.util.Optional;

/// A service with what is made from it when it is first called. Any number of threads may use it.
final class ServiceEntry {

    private final EmulatedService service;
    private final Conventions conventions;
    private Optional<Wire> wire = Optional.empty();
    private Optional<RequiredFields> requiredFields = Optional.empty();

    ServiceEntry(EmulatedService service) {
        this.service = service;
        this.conventions = Conventions.of(service);
    }

    String name() {
        return service.signingName();
    }

    Conventions conventions() {
        return conventions;
    }

    synchronized RequiredFields requiredFields() {
        if (requiredFields.isEmpty()) {
            requiredFields = Optional.of(RequiredFields.of(name()));
        }
        return requiredFields.get();
    }

    synchronized Wire wire() {
        if (wire.isEmpty()) {
            wire = Optional.of(Wire.of(service));
        }
        return wire.get();
    }
}
