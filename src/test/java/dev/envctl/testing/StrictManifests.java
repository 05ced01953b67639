package dev.envctl.testing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/// Kubernetes manifests, read as an API server with strict field validation does. fabric8's classes put what they do
/// not know into `additionalProperties`; here that is an error.
public final class StrictManifests {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(new ObjectMapper(), true);

    private StrictManifests() {}

    /// Throws [AssertionError] for a kind or a field that does not exist.
    public static HasMetadata read(Path file) {
        Object read = SERIALIZATION.unmarshal(GoldenFiles.read(file));
        if (!(read instanceof HasMetadata object)
                || !object.getClass().getPackageName().startsWith("io.fabric8.kubernetes.api.model")
                || object.getClass().getSimpleName().startsWith("Generic")) {
            throw new AssertionError(file + " is of no kind that is known: " + read);
        }
        refuseUnknown(object, file + ": " + object.getKind());
        return object;
    }

    private static void refuseUnknown(Object value, String where) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, each) -> refuseUnknownIn(each, where + "." + key));
            case Collection<?> list -> list.forEach(each -> refuseUnknownIn(each, where + "[]"));
            case Object model
            when model.getClass().getPackageName().startsWith("io.fabric8.kubernetes.api.model") ->
                refuseUnknownOf(model, where);
            default -> {}
        }
    }

    private static void refuseUnknownIn(Object value, String where) {
        if (value != null && !(value instanceof JsonNode)) {
            refuseUnknown(value, where);
        }
    }

    private static void refuseUnknownOf(Object model, String where) {
        for (Method getter : model.getClass().getMethods()) {
            boolean isField = getter.getName().startsWith("get")
                    && getter.getParameterCount() == 0
                    && !getter.getName().equals("getClass")
                    && (!getter.isAnnotationPresent(JsonIgnore.class)
                            || getter.getName().equals("getAdditionalProperties"));
            if (!isField) {
                continue;
            }
            Object value = call(getter, model);
            if (getter.getName().equals("getAdditionalProperties")
                    && value instanceof Map<?, ?> unknown
                    && !unknown.isEmpty()) {
                throw new AssertionError(where + " has no field " + unknown.keySet());
            }
            refuseUnknownIn(value, where + "." + getter.getName().substring(3));
        }
    }

    private static Object call(Method getter, Object model) {
        try {
            return getter.invoke(model);
        } catch (IllegalAccessException | InvocationTargetException broken) {
            throw new LinkageError("reading " + getter, broken);
        }
    }
}
