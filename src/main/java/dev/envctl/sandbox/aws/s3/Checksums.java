package dev.envctl.sandbox.aws.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// The checksums that uploads carry, verified as far as the JDK knows their algorithms, and kept for the download.
final class Checksums {

    private Checksums() {}

    static Map<String, String> verified(PutObjectRequest request, byte[] content) {
        Map<String, String> sent = sent(request);
        sent.forEach((algorithm, value) -> calculated(algorithm, content)
                .filter(calculated -> !calculated.equals(value))
                .ifPresent(_ -> {
                    throw S3Errors.badDigest(algorithm);
                }));
        return sent;
    }

    private static Map<String, String> sent(PutObjectRequest request) {
        Map<String, String> sent = new LinkedHashMap<>();
        Optional.ofNullable(request.checksumCRC32()).ifPresent(value -> sent.put("CRC32", value));
        Optional.ofNullable(request.checksumCRC32C()).ifPresent(value -> sent.put("CRC32C", value));
        Optional.ofNullable(request.checksumCRC64NVME()).ifPresent(value -> sent.put("CRC64NVME", value));
        Optional.ofNullable(request.checksumSHA1()).ifPresent(value -> sent.put("SHA1", value));
        Optional.ofNullable(request.checksumSHA256()).ifPresent(value -> sent.put("SHA256", value));
        return sent;
    }

    private static Optional<String> calculated(String algorithm, byte[] content) {
        return switch (algorithm) {
            case "CRC32" -> Optional.of(cyclic(new CRC32(), content));
            case "CRC32C" -> Optional.of(cyclic(new CRC32C(), content));
            case "SHA1" -> Optional.of(base64(digest("SHA-1", content)));
            case "SHA256" -> Optional.of(base64(digest("SHA-256", content)));
            default -> Optional.empty();
        };
    }

    private static String cyclic(Checksum checksum, byte[] content) {
        checksum.update(content, 0, content.length);
        return base64(HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) checksum.getValue())));
    }

    static String eTag(byte[] content) {
        return "\"" + HexFormat.of().formatHex(digest("MD5", content)) + "\"";
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + algorithm, missing);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
