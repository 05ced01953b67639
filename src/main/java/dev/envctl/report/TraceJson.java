package dev.envctl.report;

import dev.envctl.trace.Link;
import dev.envctl.trace.Trace;
import dev.envctl.value.Value;
import java.util.Locale;

/// A trace for programs:
///
/// ```
/// format_version  "1.0"
/// environment     the environment's name
/// region          where it is
/// address         the endpoint's address
/// verdict         "holds", "pending", "uncertain" (something could not be looked at) or "broken"
/// broken          the first broken link, without what is below it; only when there is one
/// endpoint        the path as a tree of links
/// ```
///
/// A link has `part` ("endpoint", "deployment", "pod", "service", "load balancer controller", "ingress", "target group
/// binding", "target group", "target", "load balancer", "listener", "certificate", "security group", "studio"), `name`,
/// `condition` ("ok", "pending", "broken", "unseen", "unreached", "gone", "left behind"), `state` in words, `remedy`
/// where there is something to do, and `below`, the links that hang on it, where there are any.
public final class TraceJson {

    private TraceJson() {}

    public static Value.MapValue document(Trace trace) {
        Document document = new Document()
                .put("format_version", "1.0")
                .put("environment", trace.environment())
                .put("region", trace.region())
                .put("address", trace.address().toString())
                .put("verdict", trace.verdict().name().toLowerCase(Locale.ROOT));
        trace.firstBroken().ifPresent(link -> document.put("broken", alone(link)));
        return document.put("endpoint", link(trace.endpoint())).value();
    }

    private static Value.MapValue link(Link link) {
        return alone(link)
                .putUnlessEmpty(
                        "below", link.below().stream().map(TraceJson::link).toList())
                .value();
    }

    private static Document alone(Link link) {
        return new Document()
                .put("part", link.part().word())
                .put("name", link.name())
                .put("condition", link.condition().word())
                .put("state", link.state())
                .putIfPresent("remedy", link.remedy());
    }
}
