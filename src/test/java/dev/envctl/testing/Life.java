package dev.envctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Phase;
import dev.envctl.value.Value;
import dev.envctl.value.Value.MapValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The life of one object as every kind promises it: it is found again as ours, changes in place, and is deleted as
/// often as one likes. What is `unanswered` the endpoint takes but does not tell again in those words.
public record Life(KindTrial kind, String name, Set<String> unanswered) {

    public Life(KindTrial kind, String name) {
        this(kind, name, Set.of());
    }

    public void through(MapValue desired, MapValue changed, String... paths) {
        LiveObject born = begin(desired);
        end(change(born, changed, paths), changed);
    }

    public LiveObject begin(MapValue desired) {
        LiveObject born = kind.create(name, desired);

        assertTells(born, desired);
        assertThat(born.phase()).isEqualTo(Phase.READY);
        assertThat(kind.planned(name, desired))
                .filteredOn(live -> live.ownership().equals(Optional.of(kind.ownership(name))))
                .singleElement()
                .returns(born.id(), LiveObject::id)
                .returns(born.spec(), LiveObject::spec);
        return born;
    }

    public LiveObject change(LiveObject born, MapValue changed, String... paths) {
        LiveObject updated = kind.update(born, name, changed, paths);

        assertThat(updated.id()).isEqualTo(born.id());
        assertTells(updated, changed);
        assertThat(updated.ownership()).contains(kind.ownership(name));
        return updated;
    }

    public void end(LiveObject live, MapValue desired) {
        kind.delete(live);
        kind.delete(live);

        assertThat(kind.planned(name, desired)).noneMatch(each -> each.id().equals(live.id()));
    }

    private void assertTells(LiveObject live, MapValue desired) {
        assertThat(live.spec().entries()).containsAllEntriesOf(answered(desired).entries());
    }

    private MapValue answered(MapValue desired) {
        Map<String, Value> answered = new LinkedHashMap<>(desired.entries());
        answered.keySet().removeAll(unanswered);
        return new MapValue(answered);
    }
}
