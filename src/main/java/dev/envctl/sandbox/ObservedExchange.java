package dev.envctl.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/// An exchange whose outcome is noticed, and whose answer may be withheld.
final class ObservedExchange extends HttpExchange {

    private final HttpExchange exchange;
    private final boolean muted;
    private final Consumer<ObservedExchange> notice;
    private int status;

    /// `notice` is told when the status is known, before anything is sent.
    ObservedExchange(HttpExchange exchange, boolean muted, Consumer<ObservedExchange> notice) {
        this.exchange = exchange;
        this.muted = muted;
        this.notice = notice;
    }

    Optional<String> error() {
        return status < 400 ? Optional.empty() : Optional.of(Integer.toString(status));
    }

    String caller() {
        return Optional.ofNullable(exchange.getAttribute(KubernetesApi.CALLER))
                .map(Object::toString)
                .orElse("");
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        status = code;
        notice.accept(this);
        if (!muted) {
            exchange.sendResponseHeaders(code, length);
        }
    }

    @Override
    public OutputStream getResponseBody() {
        return muted ? OutputStream.nullOutputStream() : exchange.getResponseBody();
    }

    @Override
    public void close() {
        if (!muted) {
            exchange.close();
        }
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public Headers getRequestHeaders() {
        return exchange.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return exchange.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return exchange.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return exchange.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return exchange.getHttpContext();
    }

    @Override
    public InputStream getRequestBody() {
        return exchange.getRequestBody();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.getRemoteAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return exchange.getProtocol();
    }

    @Override
    public Object getAttribute(String name) {
        return exchange.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        exchange.setAttribute(name, value);
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        exchange.setStreams(in, out);
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return exchange.getPrincipal();
    }
}
