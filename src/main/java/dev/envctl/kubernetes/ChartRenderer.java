package dev.envctl.kubernetes;

import com.marcnuri.helm.Helm;
import dev.envctl.problem.Code;
import dev.envctl.provider.ProviderException;
import dev.envctl.value.Value;
import dev.envctl.value.ValueJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Renders charts with the real Helm, and leaves everything that touches a cluster to envctl.
///
/// Helm's own install, upgrade and uninstall are not used, for three reasons. Its client writes where the lease cannot
/// be checked before each call, no call is counted, and a process that dies in it leaves no trace of whose release this
/// is: Helm's library takes no labels, so the ledger could only be written afterwards. It never upgrades CRDs. And it
/// cannot work against the sandbox: it sends Secrets as protobuf, which the emulator does not read, and no bearer token
/// over plain HTTP. Argo CD and Flux' dry runs render in the same way, so charts are used to it: `lookup` finds
/// nothing, and `.Capabilities` knows the cluster's version and the API versions that come with it.
///
/// The native library takes half a second to load, so it is loaded with the first chart that is rendered. Any number of
/// threads may ask; they take turns.
final class ChartRenderer {

    /// Rendering leaves hooks out and does not tell which there were. Under another name they are rendered like all
    /// other objects, and are told apart afterwards.
    private static final String HOOK = "helm.sh/hook";

    private static final String RENAMED = "envctl.dev/helm-hook";
    private static final Pattern HOOK_NAME = Pattern.compile("helm\\.sh/hook(?![-\\w])");
    private static final Pattern TEXT_FILE = Pattern.compile("(.*/)?(templates/.*|values\\.ya?ml)");
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");

    private final ReentrantLock lock = new ReentrantLock();

    /// What a release is rendered for.
    record Release(String namespace, String name, Value values, String kubernetesVersion) {}

    /// `manifest` is the text that Helm keeps; `objects` and `hooks` in the order in which they are to be applied.
    record Rendering(String manifest, List<Value.MapValue> objects, List<Value.MapValue> hooks) {
        Rendering {
            objects = List.copyOf(objects);
            hooks = List.copyOf(hooks);
        }
    }

    Rendering render(Chart chart, Release release) {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        chart.files()
                .forEach((path, content) ->
                        files.put("chart/" + path, TEXT_FILE.matcher(path).matches() ? renamed(content) : content));
        String values = ValueJson.write(release.values());
        files.put("values.json", renamed(values.getBytes(StandardCharsets.UTF_8)));
        return split(ChartFiles.written(files, directory -> call(chart, release, directory)));
    }

    private static byte[] renamed(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return HOOK_NAME.matcher(text).replaceAll(RENAMED).getBytes(StandardCharsets.UTF_8);
    }

    private String call(Chart chart, Release release, Path directory) {
        lock.lock();
        try {
            return Helm.template(directory.resolve("chart").toString())
                    .withName(release.name())
                    .withNamespace(release.namespace())
                    .withKubeVersion(release.kubernetesVersion())
                    .withValuesFile(directory.resolve("values.json"))
                    .call();
        } catch (IllegalStateException refused) {
            throw ProviderException.of(
                    Code.INVALID_REQUEST,
                    "Rendering the chart \"%s\" %s: %s"
                            .formatted(
                                    chart.name(),
                                    chart.version(),
                                    Optional.ofNullable(refused.getMessage()).orElse("no reason given")));
        } finally {
            lock.unlock();
        }
    }

    private static Rendering split(String rendered) {
        List<String> texts = new ArrayList<>();
        List<Value.MapValue> objects = new ArrayList<>();
        List<Value.MapValue> hooks = new ArrayList<>();
        for (String text : SEPARATOR.split(rendered, -1)) {
            String original = text.replace(RENAMED, HOOK);
            for (Value.MapValue object : Yaml.documents(original)) {
                if (hookEvents(object).isEmpty()) {
                    objects.add(object);
                    texts.add("---\n" + original.strip() + "\n");
                } else {
                    hooks.add(object);
                }
            }
        }
        return new Rendering(String.join("", texts), objects, hooks);
    }

    /// When a hook runs (`pre-install`, `test`); empty for an object that is none.
    static List<String> hookEvents(Value.MapValue object) {
        return HelmObject.annotation(object, HOOK)
                .map(events -> List.of(events.split("\\s*,\\s*", -1)))
                .orElse(List.of());
    }

    /// The objects of a manifest as Helm keeps it.
    static List<Value.MapValue> objects(String manifest) {
        return Yaml.documents(manifest);
    }

    /// Hooks other than tests run at a time of their own and are gone afterwards; nothing here knows how to.
    static void refuseHooks(Chart chart, List<Value.MapValue> hooks) {
        List<String> running = hooks.stream()
                .filter(hook -> !hookEvents(hook).stream().allMatch(event -> event.startsWith("test")))
                .map(hook -> "%s (%s)"
                        .formatted(
                                ObjectRef.of(hook).map(ObjectRef::toString).orElse("an object"),
                                String.join(", ", hookEvents(hook))))
                .toList();
        if (!running.isEmpty()) {
            throw ProviderException.of(
                            Code.INVALID_REQUEST,
                            "The chart \"%s\" %s has hooks, which envctl does not run: %s."
                                    .formatted(
                                            chart.name(),
                                            chart.version(),
                                            running.stream().collect(Collectors.joining("; "))))
                    .withHint("Many charts have a value that turns their hooks off. Otherwise install this chart with"
                            + " helm itself and look it up as an external HelmRelease.");
        }
    }
}
