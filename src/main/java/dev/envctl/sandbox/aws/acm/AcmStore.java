package dev.envctl.sandbox.aws.acm;

import dev.envctl.sandbox.Table;
import dev.envctl.sandbox.World;
import dev.envctl.sandbox.aws.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// ACM's table of certificates.
public record AcmStore(World world) {

    Table<CertificateRow> certificates() {
        return world.table("acm.certificates", CertificateRow.class);
    }

    String newArn(String region) {
        return "arn:aws:acm:%s:%s:certificate/%s"
                .formatted(region, World.ACCOUNT_ID, Identifiers.uuid(world, "certificate"));
    }

    /// Makes a self-signed certificate and imports it, as Amazon EMR does for each endpoint; returns its ARN and
    /// PEM text.
    public Imported importSelfSigned(String region, String commonName, Map<String, String> tags) {
        var content = SelfSigned.certificate(commonName, List.of(commonName), "RSA_2048", world.now(), 3650);
        var row = new CertificateRow(
                newArn(region),
                commonName,
                List.of(commonName),
                "RSA_2048",
                world.now(),
                Optional.empty(),
                Optional.of(content),
                List.of(),
                tags);
        certificates().put(row.arn(), row);
        return new Imported(row.arn(), content.certificate());
    }

    public record Imported(String arn, String certificate) {}

    /// A used certificate cannot be deleted.
    public void use(String arn, String userArn) {
        certificates().get(arn).ifPresent(row -> {
            var users = new ArrayList<>(row.inUseBy());
            users.add(userArn);
            certificates().put(arn, row.withInUseBy(users));
        });
    }

    public void release(String arn, String userArn) {
        certificates().get(arn).ifPresent(row -> {
            var users = new ArrayList<>(row.inUseBy());
            users.remove(userArn);
            certificates().put(arn, row.withInUseBy(users));
        });
    }

    public boolean exists(String arn) {
        return certificates().get(arn).isPresent();
    }

    public void delete(String arn) {
        certificates().remove(arn);
    }
}
