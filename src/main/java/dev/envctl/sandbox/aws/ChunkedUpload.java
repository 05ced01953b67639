package dev.envctl.sandbox.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/// The `aws-chunked` encoding in which SDKs upload objects: chunks of `<hex length>[;chunk-signature=…]`, and after the
/// last one trailers such as a checksum.
record ChunkedUpload(SdkBytes content, Map<String, String> trailers) {

    static boolean isUsedBy(WireRequest request) {
        return request.header("x-amz-content-sha256")
                        .filter(hash -> hash.startsWith("STREAMING-"))
                        .isPresent()
                || request.header("Content-Encoding")
                        .filter(encoding -> encoding.contains("aws-chunked"))
                        .isPresent();
    }

    /// The same request with the plain content as its body, and trailers among its headers.
    static WireRequest decode(WireRequest request) {
        ChunkedUpload upload = new Reader(request.body().asByteArrayUnsafe()).read();
        return request.withHeaders(upload.trailers()).withBody(upload.content().asByteArrayUnsafe());
    }

    private static final class Reader {

        private final byte[] bytes;
        private int position;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        ChunkedUpload read() {
            ByteArrayOutputStream content = new ByteArrayOutputStream(bytes.length);
            for (int length = chunkLength(); length > 0; length = chunkLength()) {
                if (position + length > bytes.length) {
                    throw incomplete();
                }
                content.write(bytes, position, length);
                position += length + 2;
            }
            return new ChunkedUpload(SdkBytes.fromByteArrayUnsafe(content.toByteArray()), trailers());
        }

        private int chunkLength() {
            try {
                return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            } catch (NumberFormatException malformed) {
                throw incomplete();
            }
        }

        private Map<String, String> trailers() {
            Map<String, String> trailers = new LinkedHashMap<>();
            while (position < bytes.length) {
                String[] pair = line().split(":", 2);
                if (pair.length == 2) {
                    trailers.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
                }
            }
            return trailers;
        }

        private String line() {
            int end = position;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String line = new String(bytes, position, end - position, StandardCharsets.UTF_8);
            position = end + 1;
            return line;
        }

        private static AwsError incomplete() {
            return new AwsError(
                    "IncompleteBody",
                    400,
                    "The request body terminated unexpectedly or is not encoded as its headers say.");
        }
    }
}
