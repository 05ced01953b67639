package dev.envctl.aws.iam;

import static dev.envctl.aws.Refusals.unless;

import dev.envctl.aws.AwsClients;
import dev.envctl.aws.Eventually;
import dev.envctl.aws.Refusals;
import dev.envctl.provider.JsonValues;
import dev.envctl.provider.Session;
import dev.envctl.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/// Makes a role's inline policies and attachments what they should be, from what they are now: it may be called again
/// after any crash. What is missing comes before what is too much goes, so a rename leaves no gap.
final class RolePolicies {

    private final AwsClients clients;

    RolePolicies(AwsClients clients) {
        this.clients = clients;
    }

    void align(String roleName, Map<String, Value> inline, List<String> attached, Session session) {
        Set<String> attachedNow = new HashSet<>();
        iam().listAttachedRolePoliciesPaginator(request -> request.roleName(roleName)).attachedPolicies().stream()
                .map(AttachedPolicy::policyArn)
                .forEach(attachedNow::add);
        Set<String> inlineNow = new HashSet<>();
        iam().listRolePoliciesPaginator(request -> request.roleName(roleName))
                .policyNames()
                .forEach(inlineNow::add);

        inline.forEach((policy, document) -> put(roleName, policy, document, inlineNow, session));
        attached.stream().filter(arn -> !attachedNow.contains(arn)).forEach(arn -> attach(roleName, arn, session));
        attachedNow.stream()
                .filter(arn -> !attached.contains(arn))
                .sorted()
                .forEach(arn -> detach(roleName, arn, session));
        inlineNow.stream()
                .filter(name -> !inline.containsKey(name))
                .sorted()
                .forEach(name -> remove(roleName, name, session));
    }

    private void put(String roleName, String policy, Value document, Set<String> now, Session session) {
        String json = JsonValues.document(document);
        if (now.contains(policy) && isSame(roleName, policy, json)) {
            return;
        }
        Eventually.run(session, Eventually.PROPAGATION, Policies::isNotYetKnown, () -> {
            session.beforeWrite();
            iam().putRolePolicy(request ->
                    request.roleName(roleName).policyName(policy).policyDocument(json));
        });
    }

    private boolean isSame(String roleName, String policy, String json) {
        var answer = iam().getRolePolicy(request -> request.roleName(roleName).policyName(policy));
        return Policies.decode(answer.policyDocument()).equals(Policies.decode(json));
    }

    private void attach(String roleName, String arn, Session session) {
        // a policy that was made a moment ago may not be found at first
        Eventually.run(
                session,
                Eventually.VISIBILITY,
                refusal -> Policies.isBusy(refusal) || Refusals.is(refusal, "NoSuchEntity"),
                () -> {
                    session.beforeWrite();
                    iam().attachRolePolicy(request -> request.roleName(roleName).policyArn(arn));
                });
    }

    private void detach(String roleName, String arn, Session session) {
        session.beforeWrite();
        unless(
                () -> iam().detachRolePolicy(
                                request -> request.roleName(roleName).policyArn(arn)),
                "NoSuchEntity");
    }

    private void remove(String roleName, String policy, Session session) {
        session.beforeWrite();
        unless(
                () -> iam().deleteRolePolicy(
                                request -> request.roleName(roleName).policyName(policy)),
                "NoSuchEntity");
    }

    private IamClient iam() {
        return clients.iam();
    }
}
