package dev.envctl.plan;

import dev.envctl.provider.LiveObject;
import dev.envctl.provider.Wanted;
import dev.envctl.value.KindName;
import java.util.List;

/// What a plan was made from: the look-ups in the order of their kinds, and the live objects they brought.
public record Reliance(List<Asked> asked, List<LiveObject> objects) {

    public record Asked(KindName kind, List<Wanted.Sought> sought) {
        public Asked {
            sought = List.copyOf(sought);
        }
    }

    public Reliance {
        asked = List.copyOf(asked);
        objects = List.copyOf(objects);
    }
}
