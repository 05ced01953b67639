package dev.envctl.runner.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.run.AuditLog;
import dev.envctl.runner.settings.RunnerSettings.OpenId;
import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.settings.SecretReference;
import dev.envctl.value.Ordered;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdTest {

    private static final String CALLBACK = "/sign-in/openid/callback";

    private FakeOpenIdProvider provider;
    private Site site;
    private Client client;

    @BeforeEach
    void open() {
        provider = new FakeOpenIdProvider();
        Map<String, Role> roles = new LinkedHashMap<>();
        roles.put("everybody", Role.READ);
        roles.put("platform", Role.RUN);
        roles.put("owners", Role.ADMIN);
        var openId = new OpenId(
                provider.issuer(),
                "envctl",
                new SecretReference("env:CLIENT_SECRET"),
                List.of("profile", "groups"),
                "groups",
                Ordered.copyOf(roles));
        site = Site.open(_ -> Site.settings(URI.create("http://envctl.test"), List.of(), Optional.of(openId)));
        client = new Client(site);
    }

    @AfterEach
    void close() {
        site.close();
        provider.close();
    }

    private Client.Reply signIn() {
        String location = client.get("/sign-in/openid?next=/queue").location();
        return client.get(CALLBACK + provider.agree(location));
    }

    private void assertRefused(Client.Reply reply) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(client.cookies).doesNotContainKey("envctl");
        assertThat(site.audit.list(1)).extracting(AuditLog.Entry::action).containsExactly("sign-in refused");
    }

    @Test
    void asksTheProviderWithEverythingThatTiesTheAnswerToThisBrowser() {
        Client.Reply reply = client.get("/sign-in/openid?next=/queue");

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.location()).startsWith(provider.issuer() + "/authorize?");
        Map<String, String> asked =
                FakeOpenIdProvider.query(URI.create(reply.location()).getRawQuery());
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "envctl")
                .containsEntry("scope", "openid profile groups")
                .containsEntry("redirect_uri", "http://envctl.test/sign-in/openid/callback")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(reply.response().headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax");
    }

    @Test
    void signsInWithTheHighestRoleThatTheClaimGives() {
        Client.Reply reply = signIn();

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.location()).isEqualTo("/queue");
        assertThat(client.get("/").body()).contains("alice", "<span class=\"role\">run</span>");
        assertThat(client.get("/audit").status()).isEqualTo(403);
        assertThat(client.cookies).doesNotContainKey("envctl-journey");
        assertThat(site.audit.list(10))
                .extracting(entry -> entry.actor() + " " + entry.action() + " " + entry.detail())
                .contains("alice sign-in by OpenID as 0001");
    }

    @Test
    void aClaimMayBeOneText() {
        provider.claims = claims -> claims.claim("groups", "owners");

        signIn();

        assertThat(client.get("/audit").status()).isEqualTo(200);
    }

    @Test
    void whoHasNoRoleStaysOutside() {
        provider.claims = claims -> claims.claim("groups", List.of("visitors"));
        assertRefused(signIn());

        provider.claims = claims -> claims.claim("groups", null);
        assertRefused(signIn());
    }

    @Test
    void refusesAnAnswerToAnotherBrowser() {
        String location = client.get("/sign-in/openid").location();
        String answer = provider.agree(location);
        client = new Client(site);

        assertRefused(client.get(CALLBACK + answer));
    }

    @Test
    void refusesAnAnswerToAnotherAttempt() {
        String first = client.get("/sign-in/openid").location();
        client.get("/sign-in/openid");

        assertRefused(client.get(CALLBACK + provider.agree(first)));
    }

    @Test
    void refusesAnAnswerTwice() {
        String answer = provider.agree(client.get("/sign-in/openid").location());
        String journey = String.valueOf(client.cookies.get("envctl-journey"));
        assertThat(client.get(CALLBACK + answer).status()).isEqualTo(303);

        client = new Client(site);
        client.cookies.put("envctl-journey", journey);

        assertRefused(client.get(CALLBACK + answer));
    }

    @Test
    void refusesAnAnswerInTheNameOfAnotherProvider() {
        String answer = provider.agree(client.get("/sign-in/openid").location());

        assertRefused(client.get(CALLBACK + answer.replaceFirst("iss=.*", "iss=https://evil.example")));
    }

    @Test
    void refusesWhatAnotherKeySigned() {
        provider.signsWithAnotherKey = true;

        assertRefused(signIn());
    }

    @Test
    void refusesWhatTheClientCouldHaveSignedItself() {
        provider.signsWithTheClientsSecret = true;

        assertRefused(signIn());
    }

    @Test
    void refusesATokenForSomebodyElse() {
        provider.claims = claims -> claims.audience("another-client");
        assertRefused(signIn());

        provider.claims = claims -> claims.issuer("https://evil.example");
        assertRefused(signIn());

        provider.claims = claims -> claims.claim("nonce", "another");
        assertRefused(signIn());

        provider.claims = claims -> claims.claim("nonce", null);
        assertRefused(signIn());
    }

    @Test
    void refusesATokenThatIsPast() {
        var before = Clock.systemUTC().instant().minus(Duration.ofMinutes(10));
        provider.claims = claims -> claims.expirationTime(Date.from(before));

        assertRefused(signIn());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?code=x",
                "?state=x",
                "?error=access_denied&state=x",
                "?code=x&state=y&iss=z",
                "?code=<script>",
                "?id_token=x&state=y"
            })
    void refusesAnswersThatNobodyAskedFor(String query) {
        client.get("/sign-in/openid");

        assertRefused(client.get(CALLBACK + query.replace("<", "%3C").replace(">", "%3E")));
    }

    @Test
    void saysSoWhenTheProviderIsAway() {
        provider.close();

        Client.Reply reply = client.get("/sign-in/openid");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("could not be reached");
    }

    @Test
    void comesBackToNoOtherSite() {
        String location = client.get("/sign-in/openid?next=//evil.example").location();

        assertThat(client.get(CALLBACK + provider.agree(location)).location()).isEqualTo("/");
    }

    @Test
    void offersBothWays() {
        assertThat(client.get("/sign-in").body()).contains("Sign in with your organisation", "Access token");
    }

    @Test
    void thereIsNoWayByAProviderThatIsNotThere() {
        try (Site without = Site.open()) {
            assertThat(new Client(without).get("/sign-in/openid").status()).isEqualTo(404);
        }
    }
}
