package dev.envctl.sandbox.kubernetes;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks the signature of a presigned GET, for tokens that name their cluster in a signed header only.
final class SignatureV4 {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SignatureV4() {}

    record Presigned(
            String path, SortedMap<String, String> parameters, List<String> credential, List<String> signedHeaders) {

        /// Empty when the address is no presigned one.
        static Optional<Presigned> parse(URI url) {
            SortedMap<String, String> parameters = new TreeMap<>();
            for (String pair : Optional.ofNullable(url.getRawQuery()).orElse("").split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
            List<String> credential =
                    List.of(parameters.getOrDefault("X-Amz-Credential", "").split("/", -1));
            List<String> headers =
                    List.of(parameters.getOrDefault("X-Amz-SignedHeaders", "").split(";", -1));
            String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            Presigned presigned = new Presigned(path, parameters, credential, headers);
            return credential.size() == 5 && presigned.hasTime() ? Optional.of(presigned) : Optional.empty();
        }

        private static String decode(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }

        private boolean hasTime() {
            try {
                TIME.parse(parameter("X-Amz-Date"));
                return true;
            } catch (DateTimeParseException none) {
                return false;
            }
        }

        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        String accessKeyId() {
            return credential.getFirst();
        }

        Instant signedAt() {
            return Instant.from(TIME.parse(parameter("X-Amz-Date")));
        }

        boolean isSignedWith(String secret, String host, Map<String, String> otherHeaders) {
            Map<String, String> headers = new TreeMap<>(otherHeaders);
            headers.put("host", host);
            String canonical = String.join(
                    "\n",
                    "GET",
                    path,
                    canonicalQuery(),
                    signedHeaders.stream()
                            .map(name -> name + ":" + headers.getOrDefault(name, ""))
                            .collect(Collectors.joining("\n")),
                    "",
                    String.join(";", signedHeaders),
                    hex(sha256("")));
            String scope = String.join("/", credential.subList(1, 5));
            String text = String.join("\n", "AWS4-HMAC-SHA256", parameter("X-Amz-Date"), scope, hex(sha256(canonical)));
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : credential.subList(1, 5)) {
                key = hmac(key, part);
            }
            return hex(hmac(key, text)).equals(parameter("X-Amz-Signature"));
        }

        private String canonicalQuery() {
            return parameters.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("X-Amz-Signature"))
                    .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                    .collect(Collectors.joining("&"));
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("hashing; this is a bug in the sandbox", missing);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("signing; this is a bug in the sandbox", missing);
        }
    }
}
