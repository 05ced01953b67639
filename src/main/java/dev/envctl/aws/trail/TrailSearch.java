package dev.envctl.aws.trail;

import dev.envctl.trail.Culprit;
import dev.envctl.trail.Findings;
import dev.envctl.trail.Moved;
import dev.envctl.trail.Trail;
import dev.envctl.value.Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;

/// One search, for several objects. First by the name of the resource, which is exact where the service tells
/// CloudTrail its resources; then, for what is left, through the last pages of the service's events. Used by one
/// thread.
final class TrailSearch {

    /// Of 50 events.
    private static final int PAGES_PER_SERVICE = 4;

    private final History history;
    private final String region;
    private final String globalRegion;
    private final Set<String> ours = new HashSet<>();
    private final SequencedMap<Address, Signs> open = new LinkedHashMap<>();
    private final List<Culprit> culprits = new ArrayList<>();

    private record Place(String region, String source) {}

    TrailSearch(History history, String region, String globalRegion) {
        this.history = history;
        this.region = region;
        this.globalRegion = globalRegion;
    }

    /// Goes on from what it has when it is stopped by an exception: [#findings] has that much.
    boolean run(Trail.Question question, String caller) {
        question.moved().forEach(moved -> open.put(moved.address(), Signs.of(moved)));
        question.ownRoles().forEach(arn -> ours.add(Principals.name(arn)));
        ours.add(Principals.name(caller));
        question.moved().stream().map(Moved::address).forEach(this::lookUpByName);
        places().forEach(this::readThrough);
        return true;
    }

    Findings findings() {
        return new Findings(culprits, List.copyOf(open.sequencedKeySet()), history.isExhausted(), List.of());
    }

    private void lookUpByName(Address address) {
        Optional.ofNullable(open.get(address)).ifPresent(signs -> {
            for (String name : signs.lookups()) {
                if (open.containsKey(address) && !history.isExhausted()) {
                    take(history.page(place(signs).region(), LookupAttributeKey.RESOURCE_NAME, name, Optional.empty())
                            .events());
                }
            }
        });
    }

    private List<Place> places() {
        return open.values().stream().map(this::place).distinct().toList();
    }

    /// The events of IAM are in one region of the partition.
    private Place place(Signs signs) {
        return new Place(signs.service().equals("iam") ? globalRegion : region, signs.source());
    }

    private void readThrough(Place place) {
        Optional<String> token = Optional.empty();
        for (int page = 0; page < PAGES_PER_SERVICE && isWanted(place) && !history.isExhausted(); page++) {
            History.Page read = history.page(place.region(), LookupAttributeKey.EVENT_SOURCE, place.source(), token);
            take(read.events());
            token = read.next();
            if (token.isEmpty()) {
                return;
            }
        }
    }

    private boolean isWanted(Place place) {
        return open.values().stream().map(this::place).anyMatch(place::equals);
    }

    /// The newest comes first, so the first that fits is the last call there was.
    private void take(List<RecordedEvent> events) {
        events.stream()
                .filter(event -> event.changed() && !event.isOurs(ours))
                .forEach(event -> List.copyOf(open.sequencedKeySet()).stream()
                        .filter(address -> Optional.ofNullable(open.get(address))
                                .filter(signs -> signs.areIn(event))
                                .isPresent())
                        .forEach(address -> close(address, event)));
    }

    private void close(Address address, RecordedEvent event) {
        open.remove(address);
        culprits.add(new Culprit(
                address,
                event.principal(),
                event.call(),
                event.time(),
                Optional.of(event.id()).filter(id -> !id.isEmpty()),
                event.sourceAddress()));
    }
}
