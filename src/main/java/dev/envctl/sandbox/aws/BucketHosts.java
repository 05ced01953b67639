package dev.envctl.sandbox.aws;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// S3 requests may name their bucket in the host (`bucket.s3.us-east-1.amazonaws.com`, `bucket.localhost`) instead of
/// the path. They are turned into requests with the bucket in the path.
final class BucketHosts {

    private static final List<Pattern> HOSTS = List.of(
            Pattern.compile("(.+)\\.s3[.-].*"),
            Pattern.compile("(.+)\\.localhost"),
            Pattern.compile("(.+)\\.127\\.0\\.0\\.1"));

    private BucketHosts() {}

    static WireRequest inPath(WireRequest request) {
        return request.header("Host")
                .flatMap(BucketHosts::bucket)
                .map(bucket -> request.withPath("/" + bucket + request.path()))
                .orElse(request);
    }

    private static Optional<String> bucket(String hostAndPort) {
        String host = hostAndPort.replaceFirst(":\\d+$", "");
        return HOSTS.stream()
                .map(pattern -> pattern.matcher(host))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }
}
