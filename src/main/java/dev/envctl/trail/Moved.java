package dev.envctl.trail;

import dev.envctl.provider.Traits;
import dev.envctl.value.Address;
import dev.envctl.value.Value;

/// A live object that somebody changed: the service's id for it, and its attributes as they are.
public record Moved(Address address, Traits traits, String id, Value.MapValue live) {}
