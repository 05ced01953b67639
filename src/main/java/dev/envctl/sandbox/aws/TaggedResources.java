package dev.envctl.sandbox.aws;

import dev.envctl.sandbox.World;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service with resources that the tagging API lists.
public interface TaggedResources {

    /// All that have a tag, in a stable order. IAM leaves out its roles, as AWS does.
    List<Tagged> taggedResources(World world);

    /// `region` is where the tagging API lists it: the resource's own, and us-east-1 for global ones.
    record Tagged(String arn, String region, Map<String, String> tags) {
        public Tagged {
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        }
    }
}
