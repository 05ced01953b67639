package dev.envctl.plan.preflight;

import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.value.FieldPath;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Endpoints are supported from release 6.7.0 on: `emr-6.5.0-latest` → a warning, because earlier ones were offered as
/// a preview and some accounts may still have them.
final class ReleaseForEndpoints implements Preflight {

    private static final FieldPath RELEASE_LABEL = FieldPath.of("releaseLabel");
    private static final Pattern LABEL = Pattern.compile("emr-(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?:-.*)?");
    private static final int[] FIRST = {6, 7, 0};

    @Override
    public List<Problem> check(Landscape landscape) {
        return landscape.managed("ManagedEndpoint").stream()
                .filter(endpoint -> endpoint.text(RELEASE_LABEL)
                        .filter(ReleaseForEndpoints::isTooOld)
                        .isPresent())
                .map(endpoint -> endpoint.problem(
                        Code.RELEASE_TOO_OLD,
                        RELEASE_LABEL,
                        "%s has the release %s; EMR Studio supports endpoints from emr-6.7.0 on."
                                .formatted(
                                        endpoint.address(),
                                        endpoint.text(RELEASE_LABEL).orElseThrow()),
                        "Use a later release; jobs can keep theirs."))
                .toList();
    }

    private static boolean isTooOld(String label) {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches()) {
            return false;
        }
        int[] version = {number(parts, 1), number(parts, 2), number(parts, 3)};
        return Arrays.compare(version, FIRST) < 0;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
