package dev.envctl.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketHostsTest {

    @ParameterizedTest
    @CsvSource({
        "logs.s3.us-east-1.amazonaws.com, /logs/a",
        "my.logs.s3.amazonaws.com, /my.logs/a",
        "logs.localhost:4566, /logs/a",
        "logs.127.0.0.1:4566, /logs/a",
        "127.0.0.1:4566, /a",
        "localhost:4566, /a",
        "s3.us-east-1.amazonaws.com, /a"
    })
    void aBucketInTheHostMovesToThePath(String host, String path) {
        var headers = new Headers();
        headers.set("Host", host);

        assertThat(BucketHosts.inPath(WireRequest.of("GET", "/a", "", headers, new byte[0]))
                        .path())
                .isEqualTo(path);
    }
}
