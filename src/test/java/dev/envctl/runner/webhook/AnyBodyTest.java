package dev.envctl.runner.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.envctl.runner.database.Database;
import dev.envctl.runner.run.AuditLog;
import dev.envctl.testing.TurnableClock;
import dev.envctl.testing.forge.FakeForge;
import dev.envctl.testing.forge.Recorded;
import dev.envctl.testing.forge.SignedDelivery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;

/// Bodies that nobody thought of. They are signed, so that all of the reading is reached.
class AnyBodyTest {

    private final TurnableClock clock = new TurnableClock();
    private final Database database = Database.inMemory("any-body");
    private final Webhooks webhooks = new Webhooks(
            WebhooksTest::settings,
            _ -> FakeForge.WEBHOOK_SECRET,
            new Deliveries(database.jdbi(), clock),
            new Refusals(new AuditLog(database.jdbi(), clock), clock),
            _ -> {},
            clock);

    @AfterProperty
    void close() {
        database.close();
    }

    @Property(tries = 300)
    void isRefusedAndNeverThrows(@ForAll @Size(max = 300) byte[] body) throws IOException {
        for (String forge : List.of("github", "gitlab", "gitea")) {
            SignedDelivery delivery = Recorded.signed(forge, "push").withBody(body);

            assertThat(receive(forge, delivery)).isEqualTo(400);
        }
    }

    @Property(tries = 300)
    void isTakenOrRefusedWithOneByteChanged(@ForAll int place, @ForAll byte value) throws IOException {
        for (String forge : List.of("github", "gitlab", "gitea")) {
            SignedDelivery delivery = Recorded.signed(forge, "push");
            byte[] body = delivery.body().clone();
            body[Math.floorMod(place, body.length)] = value;

            assertThat(receive(forge, delivery.withBody(body))).isIn(200, 202, 400, 404, 409);
        }
    }

    private int receive(String forge, SignedDelivery delivery) throws IOException {
        SignedDelivery signed = WebhooksTest.signedAnew(forge, delivery);
        return webhooks.receive(forge, Headers.of(signed.headerLists()), new ByteArrayInputStream(signed.body()))
                .status();
    }
}
