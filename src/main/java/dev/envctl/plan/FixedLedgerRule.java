package dev.envctl.plan;

import java.util.List;
import java.util.Optional;

/// the ledger has to say something else, and takes nothing after its birth → replace
final class FixedLedgerRule implements Rule {

    @Override
    public Optional<Verdict> decide(Situation situation) {
        return situation
                .fixedLedger()
                .map(what -> new Reason(
                        Reason.Cause.CANNOT_UPDATE,
                        what + " changes: it is written in tags that can only be set at creation"))
                .map(reason -> new Verdict(Intent.REPLACE, List.of(reason)));
    }
}
