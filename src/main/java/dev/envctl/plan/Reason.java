package dev.envctl.plan;

/// Why a resource gets its action, as a sentence without full stop that stands behind a `#` in the plan.
public record Reason(Cause cause, String text) {

    public enum Cause {
        /// A field cannot be changed in place.
        CANNOT_UPDATE,
        /// Something it refers to is replaced.
        REPLACED_UPSTREAM,
        /// `--replace`.
        REQUESTED,
        /// The object ended in a state that never recovers.
        FAILED_STATE,
        /// It was found on its way out.
        BEING_DELETED,
        /// Its document is gone.
        NOT_IN_CONFIGURATION,
        /// Left over from an unfinished create-before-destroy.
        OLD_GENERATION,
        /// `destroy`.
        DESTROY,
        /// `onDelete: retain`, or the document became a look-up.
        RETAINED,
        /// An earlier run did not see it finish.
        HALF_MADE,
        /// `adopt: true`.
        ADOPTED,
        /// `previousNames`.
        RENAMED
    }
}
