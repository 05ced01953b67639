package dev.envctl.sandbox.aws.cloudtrail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.envctl.sandbox.World;
import java.time.temporal.ChronoUnit;

/// The record of an event, as CloudTrail writes it (version 1.11).
final class EventJson {

    private EventJson() {}

    static String write(EventRow row) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("eventVersion", "1.11");
        event.set("userIdentity", identity(row));
        event.put("eventTime", row.time().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("eventSource", row.source());
        event.put("eventName", row.name());
        event.put("awsRegion", row.region());
        event.put("sourceIPAddress", row.sourceAddress());
        event.put("userAgent", row.userAgent());
        row.error().ifPresent(code -> event.put("errorCode", code));
        event.set("requestParameters", row.parameters());
        event.set("responseElements", row.answer());
        event.put("requestID", row.requestId());
        event.put("eventID", row.id());
        event.put("readOnly", false);
        event.put("eventType", "AwsApiCall");
        event.put("managementEvent", true);
        event.put("recipientAccountId", World.ACCOUNT_ID);
        event.put("eventCategory", "Management");
        return event.toString();
    }

    private static ObjectNode identity(EventRow row) {
        EventRow.Identity caller = row.identity();
        boolean isSession = caller.arn().contains(":assumed-role/");
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("type", isSession ? "AssumedRole" : "IAMUser");
        identity.put("principalId", caller.principalId());
        identity.put("arn", caller.arn());
        identity.put("accountId", World.ACCOUNT_ID);
        identity.put("accessKeyId", caller.accessKeyId());
        if (isSession) {
            identity.putObject("sessionContext").set("sessionIssuer", issuer(caller));
        } else {
            identity.put("userName", row.userName());
        }
        return identity;
    }

    private static ObjectNode issuer(EventRow.Identity caller) {
        String role = caller.arn().split("/", -1)[1];
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "Role")
                .put("principalId", caller.principalId().split(":", 2)[0])
                .put("arn", "arn:aws:iam::%s:role/%s".formatted(World.ACCOUNT_ID, role))
                .put("accountId", World.ACCOUNT_ID)
                .put("userName", role);
    }
}
