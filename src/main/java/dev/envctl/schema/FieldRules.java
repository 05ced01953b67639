package dev.envctl.schema;

import dev.envctl.value.Value;
import java.util.List;
import java.util.Optional;

/// What the planner has to know of a field, from `x-envctl` in the schema.
///
/// - `change`: what a difference means (update in place, replacement, growth only);
/// - `computed`: only returned, never written by a user;
/// - `writeOnly`: accepted and never returned, so it cannot differ;
/// - `secret`: shown as `(sensitive value)`;
/// - `order`: whether the order of a list matters, and by which field its elements are matched;
/// - `normalize`: the form in which two spellings of the same thing are compared;
/// - `defaultValue`: what a missing field means; a missing field without default is not managed and never differs;
/// - `reason`: why a difference replaces, or is refused, quoted by the plan;
/// - `advance`: the one direction in which it can change;
/// - `ties`: what the field has to do with other fields and with files.
public record FieldRules(
        Change change,
        boolean computed,
        boolean writeOnly,
        boolean secret,
        Order order,
        Optional<Normalize> normalize,
        Optional<Value> defaultValue,
        Optional<String> reason,
        Optional<Advance> advance,
        Ties ties) {

    /// Of a field that has nothing to do with others.
    public FieldRules(
            Change change,
            boolean computed,
            boolean writeOnly,
            boolean secret,
            Order order,
            Optional<Normalize> normalize,
            Optional<Value> defaultValue,
            Optional<String> reason) {
        this(change, computed, writeOnly, secret, order, normalize, defaultValue, reason, Optional.empty(), Ties.NONE);
    }

    /// - `changesWith`: the fields whose change in place gives a computed field another value (a new content,
    ///   another version id): until it is applied, that value is not known;
    /// - `loadsInto`: the field that receives, as Base64, the file whose path this field holds;
    /// - `localPath`: the field holds a path from the working directory, of what a plan reads beside the documents.
    public record Ties(List<String> changesWith, Optional<String> loadsInto, boolean localPath) {
        public static final Ties NONE = new Ties(List.of(), Optional.empty(), false);

        public Ties {
            changesWith = List.copyOf(changesWith);
        }
    }

    public enum Change {
        IN_PLACE,
        IMMUTABLE,
        GROW_ONLY,
        /// Changes in place, unless something that it names has to go before it comes back: the object keeps
        /// that busy.
        HELD
    }

    /// In which direction alone a field can change in place. What goes another way is refused when planning.
    public enum Advance {
        /// A version `1.30`, to the next minor one.
        MINOR,
        /// Along the allowed values, as they are listed.
        ENUM,
        /// From nothing to something, once.
        ONCE
    }

    public sealed interface Order {
        record Listed() implements Order {}

        record AnyOrder() implements Order {}

        record KeyedBy(String field) implements Order {}

        Order LISTED = new Listed();
        Order ANY_ORDER = new AnyOrder();
    }

    public enum Normalize {
        IAM_POLICY,
        RELEASE_LABEL,
        CIDR,
        ARN_OR_NAME,
        JSON,
        S3_URI,
        /// A content that is compared by its SHA-256, as `sha256:…` stands for it.
        SHA256,
        /// The same, of what a Base64 text stands for.
        SHA256_OF_BASE64,
        /// Names that the service compares without regard to case.
        IGNORE_CASE
    }

    public static final FieldRules NONE = new FieldRules(
            Change.IN_PLACE, false, false, false, Order.LISTED, Optional.empty(), Optional.empty(), Optional.empty());
}
