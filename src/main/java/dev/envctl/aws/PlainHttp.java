package dev.envctl.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The SDK's HTTP client for an emulator that speaks no TLS. The usual one sets TLS up when it is made, needed or not,
/// and reading the trust store takes a tenth of a second that a plan against the sandbox does not have.
final class PlainHttp {

    private PlainHttp() {}

    static SdkHttpClient client(Duration connect, Duration answer) {
        return UrlConnectionHttpClient.create(uri -> open(uri, connect, answer));
    }

    private static HttpURLConnection open(URI uri, Duration connect, Duration answer) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) connect.toMillis());
            connection.setReadTimeout((int) answer.toMillis());
            return connection;
        } catch (IOException failure) {
            throw new UncheckedIOException("connecting to " + uri, failure);
        }
    }
}
