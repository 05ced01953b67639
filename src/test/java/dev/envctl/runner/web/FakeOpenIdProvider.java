package dev.envctl.runner.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// An OpenID provider that signs for real and holds clients to PKCE. What it says of people can be bent.
public final class FakeOpenIdProvider implements AutoCloseable {

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, Map<String, String>> requests = new LinkedHashMap<>();
    UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    boolean signsWithAnotherKey;
    boolean signsWithTheClientsSecret;

    public FakeOpenIdProvider() {
        try {
            key = new RSAKeyGenerator(2048).keyID("one").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | JOSEException broken) {
            throw new IllegalStateException("starting an OpenID provider", broken);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, configuration()));
        server.createContext(
                "/keys",
                exchange ->
                        answer(exchange, 200, new JWKSet(key).toPublicJWKSet().toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private String configuration() {
        return """
            {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
             "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"], "response_types_supported": ["code"],
             "id_token_signing_alg_values_supported": ["RS256"]}
            """.formatted(issuer());
    }

    /// What a person who agrees makes of the address that the browser was sent to: the query of the callback.
    public String agree(String location) {
        Map<String, String> asked = query(URI.create(location).getRawQuery());
        String code = "code-" + requests.size();
        requests.put(code, asked);
        return "?code=" + code + "&state=" + asked.getOrDefault("state", "") + "&iss=" + issuer();
    }

    static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = requests.remove(form.getOrDefault("code", ""));
        String client = new String(
                Base64.getDecoder()
                        .decode(exchange.getRequestHeaders()
                                .getFirst("Authorization")
                                .replaceFirst("Basic ", "")),
                StandardCharsets.UTF_8);
        boolean isRight = asked != null
                && challenge(form.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))
                && "S256".equals(asked.get("code_challenge_method"))
                && form.getOrDefault("redirect_uri", "").equals(asked.get("redirect_uri"))
                && client.equals("envctl:" + URLEncoding.of("secret of env:CLIENT_SECRET"));
        if (!isRight || asked == null) {
            answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        answer(exchange, 200, """
            {"access_token": "unused", "token_type": "Bearer", "id_token": "%s"}
            """.formatted(idToken(asked.getOrDefault("nonce", ""))));
    }

    private String idToken(String nonce) {
        var now = Clock.systemUTC().instant();
        var usual = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience("envctl")
                .subject("0001")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .claim("nonce", nonce)
                .claim("preferred_username", "alice")
                .claim("groups", List.of("everybody", "platform"));
        try {
            JWSAlgorithm algorithm = signsWithTheClientsSecret ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256;
            var token = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID("one").build(),
                    claims.apply(usual).build());
            token.sign(signer());
            return token.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException("signing", broken);
        }
    }

    private JWSSigner signer() throws JOSEException {
        if (signsWithTheClientsSecret) {
            return new MACSigner("secret of env:CLIENT_SECRET, and more to be long enough");
        }
        return new RSASSASigner(signsWithAnotherKey ? new RSAKeyGenerator(2048).generate() : key);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// A client's secret is encoded before it goes into the header.
    private static final class URLEncoding {
        static String of(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
