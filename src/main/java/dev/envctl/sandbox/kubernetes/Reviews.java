package dev.envctl.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// `kubectl auth can-i`: a caller asks what it may do.
final class Reviews {

    static final String GROUP = "authorization.k8s.io";

    private Reviews() {}

    static Optional<JsonNode> answer(ApiRequest request, User user, ObjectStore store) {
        if (!request.method().equals("POST")
                || !request.path().equals(List.of("apis", GROUP, "v1", "selfsubjectaccessreviews"))) {
            return Optional.empty();
        }
        ObjectNode review = Json.read(request.body());
        JsonNode asked = Json.at(review, "spec", "resourceAttributes");
        boolean allowed = new Authorization(store)
                .allows(
                        user,
                        new Authorization.Attempt(
                                Json.text(asked, "verb"),
                                Json.text(asked, "group"),
                                Json.text(asked, "resource"),
                                Json.text(asked, "subresource"),
                                Json.text(asked, "namespace"),
                                Json.text(asked, "name")));
        review.putObject("status").put("allowed", allowed);
        return Optional.of(review);
    }
}
