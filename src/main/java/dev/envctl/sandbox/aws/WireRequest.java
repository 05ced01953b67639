package dev.envctl.sandbox.aws;

import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/// An HTTP request as received. `path` is still percent-encoded, since an ARN in it may hold encoded slashes.
record WireRequest(String method, String path, Map<String, List<String>> query, Headers headers, SdkBytes body) {

    static WireRequest of(String method, String path, String rawQuery, Headers headers, byte[] body) {
        return new WireRequest(method, path, parse(rawQuery), headers, SdkBytes.fromByteArrayUnsafe(body));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    /// The parameters of a form, by the names and in the order in which they were sent.
    Map<String, List<String>> form() {
        return parse(body.asUtf8String());
    }

    WireRequest withPath(String other) {
        return new WireRequest(method, other, query, headers, body);
    }

    WireRequest withHeaders(Map<String, String> more) {
        Headers extended = new Headers();
        extended.putAll(headers);
        more.forEach(extended::set);
        return new WireRequest(method, path, query, extended, body);
    }

    WireRequest withBody(byte[] other) {
        return new WireRequest(method, path, query, headers, SdkBytes.fromByteArrayUnsafe(other));
    }

    /// Undoes percent-encoding; a plus sign is a plus sign in a path.
    static String decodePath(String encoded) {
        return decode(encoded.replace("+", "%2B"));
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new AwsError("InvalidURI", 400, "Couldn't parse the specified URI.");
        }
    }

    private static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = decode(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decode(part.substring(equals + 1));
                parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }
}
