package dev.envctl.runner.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.settings.SecretValues;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Sign-in at an OpenID provider: the code flow with PKCE, state and nonce. The browser keeps what belongs to one
/// attempt ([Journey]), so that any replica can finish what another began.
public final class OpenIdSignIn {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration KEPT = Duration.ofHours(1);

    /// Signatures that a provider alone can make; an HMAC could be made by whoever knows the client's secret.
    private static final List<JWSAlgorithm> ALGORITHMS = List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    public record Departure(URI location, Journey journey) {}

    public record Arrival(Person person, String subject, String next) {}

    private record Known(URI issuer, OIDCProviderMetadata metadata, Instant at) {}

    private final SecretValues secretValues;
    private final Clock clock;
    /// Asked for anew when it is old; two at once asking both is no harm.
    private volatile Optional<Known> known = Optional.empty();

    public OpenIdSignIn(SecretValues secretValues, Clock clock) {
        this.secretValues = secretValues;
        this.clock = clock;
    }

    /// Where to send the browser. `callback` is where the provider sends it back.
    public Departure depart(OpenId settings, URI callback, String next) {
        OIDCProviderMetadata metadata = metadata(settings);
        var state = new State();
        var nonce = new Nonce();
        var verifier = new CodeVerifier();
        URI location = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scope(settings), new ClientID(settings.clientId()), callback)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        var journey = new Journey(state.getValue(), nonce.getValue(), verifier.getValue(), ReturnPath.of(next));
        return new Departure(location, journey);
    }

    /// Who came back. `query` is that of the callback. Throws [SignInRefused].
    public Arrival arrive(OpenId settings, URI callback, Journey journey, Map<String, List<String>> query) {
        OIDCProviderMetadata metadata = metadata(settings);
        AuthorizationCode code = code(settings, callback, journey, query);
        JWT token = redeem(settings, metadata, callback, journey, code);
        IDTokenClaimsSet claims = validate(settings, metadata, journey, token);
        return new Arrival(
                OpenIdClaims.person(settings, claims), claims.getSubject().getValue(), journey.next());
    }

    private static Scope scope(OpenId settings) {
        Scope scope = new Scope("openid");
        settings.scopes().forEach(scope::add);
        return scope;
    }

    private static AuthorizationCode code(
            OpenId settings, URI callback, Journey journey, Map<String, List<String>> query) {
        try {
            AuthenticationResponse response = AuthenticationResponseParser.parse(callback, query);
            boolean isOurs = Optional.ofNullable(response.getState())
                    .filter(state -> Secrets.areEqual(state.getValue(), journey.state()))
                    .isPresent();
            boolean isTheirs = response.getIssuer() == null
                    || response.getIssuer().getValue().equals(settings.issuer().toString());
            if (!isOurs || !isTheirs) {
                throw new SignInRefused("This answer belongs to another sign-in. Start again.");
            }
            if (!response.indicatesSuccess()) {
                throw new SignInRefused("The provider did not sign you in.");
            }
            return response.toSuccessResponse().getAuthorizationCode();
        } catch (ParseException malformed) {
            throw new SignInRefused("The provider's answer was not understood.", malformed);
        }
    }

    private JWT redeem(
            OpenId settings, OIDCProviderMetadata metadata, URI callback, Journey journey, AuthorizationCode code) {
        var grant = new AuthorizationCodeGrant(code, callback, new CodeVerifier(journey.verifier()));
        HTTPRequest request = new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(), authentication(settings, metadata), grant)
                .build()
                .toHTTPRequest();
        request.setConnectTimeout(PATIENCE_MILLIS);
        request.setReadTimeout(PATIENCE_MILLIS);
        try {
            TokenResponse response = OIDCTokenResponseParser.parse(request.send());
            if (!(response instanceof OIDCTokenResponse success)) {
                throw new SignInRefused("The provider did not redeem the sign-in.");
            }
            return Objects.requireNonNull(success.getOIDCTokens().getIDToken());
        } catch (ParseException | IOException passing) {
            throw new SignInRefused("The provider could not be asked who you are. Try again.", passing);
        }
    }

    private ClientAuthentication authentication(OpenId settings, OIDCProviderMetadata metadata) {
        var client = new ClientID(settings.clientId());
        var secret = new Secret(secretValues.read(settings.clientSecret()));
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean onlyPost = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return onlyPost ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
    }

    /// Signature, issuer, audience, times and nonce.
    private static IDTokenClaimsSet validate(
            OpenId settings, OIDCProviderMetadata metadata, Journey journey, JWT token) {
        try {
            JWSAlgorithm algorithm = ALGORITHMS.stream()
                    .filter(allowed -> allowed.equals(token.getHeader().getAlgorithm()))
                    .findFirst()
                    .orElseThrow(() -> new SignInRefused("The provider's signature is of a kind that proves nothing."));
            return new IDTokenValidator(
                            new Issuer(settings.issuer()),
                            new ClientID(settings.clientId()),
                            algorithm,
                            metadata.getJWKSetURI().toURL(),
                            new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MOST_BYTES))
                    .validate(token, new Nonce(journey.nonce()));
        } catch (BadJOSEException | JOSEException | IOException untrue) {
            throw new SignInRefused("What the provider said about you could not be verified.", untrue);
        }
    }

    private OIDCProviderMetadata metadata(OpenId settings) {
        Instant now = clock.instant();
        Optional<Known> fresh = known.filter(entry -> entry.issuer().equals(settings.issuer()))
                .filter(entry -> entry.at().plus(KEPT).isAfter(now));
        return fresh.map(Known::metadata).orElseGet(() -> discover(settings, now));
    }

    private OIDCProviderMetadata discover(OpenId settings, Instant now) {
        try {
            OIDCProviderMetadata metadata =
                    OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), PATIENCE_MILLIS, PATIENCE_MILLIS);
            known = Optional.of(new Known(settings.issuer(), metadata, now));
            return metadata;
        } catch (GeneralException | IOException passing) {
            throw new SignInRefused("The sign-in provider could not be reached. Try again.", passing);
        }
    }
}
