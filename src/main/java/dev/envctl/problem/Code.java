package dev.envctl.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The catalogue of problems. The number is an interface (people search for it, `envctl explain ENV-0104` prints cause,
/// example and fix from `explain/ENV-0104.md`); it is never given to another problem. The summary never names a thing.
public enum Code {
    // 01xx: documents
    INVALID_YAML(101, Severity.ERROR, "Invalid YAML"),
    DUPLICATE_KEY(102, Severity.ERROR, "Duplicate key"),
    TAB_INDENTATION(103, Severity.ERROR, "Tab used for indentation"),
    UNKNOWN_FIELD(104, Severity.ERROR, "Unknown field"),
    UNKNOWN_KIND(105, Severity.ERROR, "Unknown kind"),
    WRONG_TYPE(106, Severity.ERROR, "Wrong type"),
    MISSING_FIELD(107, Severity.ERROR, "Missing field"),
    VALUE_NOT_ALLOWED(108, Severity.ERROR, "Value not allowed"),
    DUPLICATE_ADDRESS(109, Severity.ERROR, "Duplicate address"),
    INVALID_NAME(110, Severity.ERROR, "Invalid name"),
    NO_ENVIRONMENT(111, Severity.ERROR, "No environment document"),
    SEVERAL_ENVIRONMENTS(112, Severity.ERROR, "Several environment documents"),
    FILE_TOO_LARGE(113, Severity.ERROR, "File too large"),
    NOT_UTF8(114, Severity.ERROR, "File is not UTF-8"),
    ALIASES_EXPLODE(115, Severity.ERROR, "Too many aliases"),
    AMBIGUOUS_BOOLEAN(116, Severity.ERROR, "Ambiguous boolean"),
    UNSUPPORTED_API_VERSION(117, Severity.ERROR, "Unsupported API version"),
    READ_ONLY_FIELD(118, Severity.ERROR, "Field is computed"),
    CANNOT_READ_FILE(119, Severity.ERROR, "Cannot read file"),
    INVALID_FOR_EACH(120, Severity.ERROR, "Invalid forEach"),
    NOT_A_LOOKUP_KIND(121, Severity.ERROR, "Kind has no external form"),
    ONLY_EXTERNAL(122, Severity.ERROR, "Kind is only external"),
    INVALID_LIFECYCLE(123, Severity.ERROR, "Invalid lifecycle"),
    RANGE_MISFIT(124, Severity.ERROR, "Address range does not fit"),
    RANGES_OVERLAP(125, Severity.ERROR, "Address ranges overlap"),
    ENVIRONMENT_TWICE(126, Severity.ERROR, "Environment name used twice"),

    // 02xx: expressions and references
    INVALID_EXPRESSION(201, Severity.ERROR, "Invalid expression"),
    UNKNOWN_REFERENCE(202, Severity.ERROR, "Unknown reference"),
    UNKNOWN_ATTRIBUTE(203, Severity.ERROR, "Unknown attribute"),
    CIRCULAR_REFERENCE(204, Severity.ERROR, "Circular reference"),
    EXPRESSION_FAILED(205, Severity.ERROR, "Expression failed"),
    SECRET_MISPLACED(206, Severity.ERROR, "Secret not allowed here"),
    SECRET_UNAVAILABLE(207, Severity.ERROR, "Secret unavailable"),
    FILE_OUTSIDE_ENVIRONMENT(208, Severity.ERROR, "File outside the environment"),
    NOT_KNOWN_AT_LOAD(209, Severity.ERROR, "Value not known at load"),

    // 03xx: modules and inputs
    MODULE_NOT_FOUND(301, Severity.ERROR, "Module not found"),
    MODULE_INPUT_MISSING(302, Severity.ERROR, "Module input missing"),
    MODULE_INPUT_INVALID(303, Severity.ERROR, "Module input invalid"),
    MODULE_CYCLE(304, Severity.ERROR, "Circular module"),
    MODULE_REF_NOT_PINNED(305, Severity.ERROR, "Module source not pinned"),
    MODULE_SOURCE_UNREACHABLE(306, Severity.ERROR, "Module source unreachable"),
    UNKNOWN_INPUT(307, Severity.ERROR, "Unknown input"),
    INVALID_MODULE(308, Severity.ERROR, "Invalid module"),

    // 04xx: planning and ownership
    NOT_OURS(401, Severity.ERROR, "Object exists already"),
    OTHER_OWNER(402, Severity.ERROR, "Object has another owner"),
    PROTECTED(403, Severity.ERROR, "Object is protected"),
    EXTERNAL_NOT_FOUND(404, Severity.ERROR, "External object not found"),
    EXTERNAL_AMBIGUOUS(405, Severity.ERROR, "External object ambiguous"),
    UNKNOWN_ADDRESS(406, Severity.ERROR, "Unknown address"),
    INVALID_SELECTION(407, Severity.ERROR, "Invalid selection"),
    SELECTION_INCOMPLETE(409, Severity.WARNING, "Partial plan"),
    DELETION_DENIED(410, Severity.ERROR, "Deletion denied"),
    PREFLIGHT_FAILED(411, Severity.ERROR, "Preflight check failed"),
    AMBIGUOUS_ADDRESS(413, Severity.ERROR, "Ambiguous address"),
    VERSION_JUMP(420, Severity.ERROR, "Version jump"),
    CHANGE_ONE_WAY(421, Severity.ERROR, "No way back"),

    // 05xx: the world
    WRONG_ACCOUNT(501, Severity.ERROR, "Wrong account"),
    NO_CREDENTIALS(502, Severity.ERROR, "No credentials"),
    EXPIRED_TOKEN(503, Severity.ERROR, "Credentials expired"),
    ACCESS_DENIED(504, Severity.ERROR, "Access denied"),
    THROTTLED(505, Severity.ERROR, "Throttled"),
    SERVICE_ERROR(506, Severity.ERROR, "Service error"),
    UNREACHABLE(507, Severity.ERROR, "Service unreachable"),
    UNKNOWN_IDENTITY(508, Severity.ERROR, "Unknown user or group"),
    CREATION_FAILED(509, Severity.ERROR, "Creation failed"),
    TIMED_OUT(510, Severity.ERROR, "Timed out"),
    CLUSTER_UNREACHABLE(511, Severity.ERROR, "Cluster unreachable"),
    FIELD_CONFLICT(512, Severity.ERROR, "Field managed by another"),
    INVALID_REQUEST(513, Severity.ERROR, "Request refused"),
    CHART_NOT_FOUND(520, Severity.ERROR, "Chart not found"),
    KIND_NOT_SERVED(521, Severity.ERROR, "Kind not served"),

    // 06xx: applying
    PLAN_DISAGREES(601, Severity.ERROR, "Result differs from the plan"),
    VERIFY_FAILED(602, Severity.ERROR, "Not converged"),
    INTERRUPTED(603, Severity.WARNING, "Interrupted"),
    NOT_APPROVED(604, Severity.ERROR, "Not approved"),
    NO_TERMINAL(605, Severity.ERROR, "No terminal to ask on"),

    // 07xx: lease
    LEASE_HELD(701, Severity.ERROR, "Lease held"),
    LEASE_LOST(702, Severity.ERROR, "Lease lost"),
    LEASE_NOT_HELD(703, Severity.ERROR, "No lease to end"),
    LEASE_UNREADABLE(704, Severity.ERROR, "Lease unreadable"),

    // 08xx: saved plans
    STALE_PLAN(801, Severity.ERROR, "Stale plan"),
    DIGEST_MISMATCH(802, Severity.ERROR, "Digest differs"),
    PLAN_UNREADABLE(803, Severity.ERROR, "Plan file unreadable"),
    PLAN_NOT_SAVED(804, Severity.ERROR, "Plan not saved"),

    // 09xx: sandbox
    SANDBOX_STATE_NEWER(901, Severity.ERROR, "Sandbox state is newer"),
    SANDBOX_STATE_UNREADABLE(902, Severity.ERROR, "Sandbox state unreadable"),
    SANDBOX_PORT_TAKEN(904, Severity.ERROR, "Port taken"),

    // 10xx: command line
    NO_SUCH_DIRECTORY(1001, Severity.ERROR, "No such directory"),
    NO_ENVIRONMENTS_FOUND(1002, Severity.ERROR, "No environments found"),
    GIT_UNAVAILABLE(1003, Severity.ERROR, "Git repository unavailable"),
    INVALID_OPTION(1004, Severity.ERROR, "Invalid option"),
    FILE_NOT_WRITTEN(1005, Severity.ERROR, "File not written"),
    INTERNAL(1099, Severity.ERROR, "Internal error"),

    // 11xx: what has to hold between resources before anything is made (preflights)
    STUDIO_OUTSIDE_VPC(1101, Severity.ERROR, "Studio outside the VPC"),
    NO_COMMON_PRIVATE_SUBNET(1102, Severity.ERROR, "No common private subnet"),
    ARM_UNDER_ENDPOINT(1103, Severity.ERROR, "Arm nodes under an endpoint"),
    FARGATE_ONLY(1104, Severity.ERROR, "Endpoint without nodes"),
    RELEASE_TOO_OLD(1105, Severity.WARNING, "Release before endpoints"),
    AIRFLOW_IN_PUBLIC(1106, Severity.ERROR, "Airflow in public subnets"),
    AIRFLOW_ZONES(1107, Severity.ERROR, "Airflow outside two zones"),
    CLUSTER_IN_ONE_ZONE(1108, Severity.ERROR, "Cluster in one zone"),
    NAMESPACE_SHARED(1109, Severity.ERROR, "Namespace used twice"),
    SUBNET_OUTSIDE_VPC(1110, Severity.ERROR, "Subnet outside its VPC"),
    SUBNETS_OVERLAP(1111, Severity.ERROR, "Subnets overlap"),
    NODES_OUT_OF_LIMITS(1112, Severity.ERROR, "Nodes out of limits"),

    // 12xx: the runner's settings
    SECRET_IN_PLAIN_TEXT(1201, Severity.ERROR, "Secret in plain text"),
    SECRET_UNREADABLE(1202, Severity.ERROR, "Secret unreadable"),
    INVALID_SETTING(1203, Severity.ERROR, "Invalid setting"),
    UNKNOWN_FORGE(1204, Severity.ERROR, "Unknown forge"),
    SETTINGS_DISAGREE(1205, Severity.ERROR, "Settings disagree"),
    DUPLICATE_SETTING(1206, Severity.ERROR, "Duplicate setting"),
    RULE_NEVER_MATCHES(1207, Severity.ERROR, "Rule never matches"),
    PLAIN_HTTP(1208, Severity.WARNING, "Address without TLS"),
    SIGN_IN_MISSING(1209, Severity.ERROR, "No sign-in set up"),
    RESTART_NEEDED(1210, Severity.WARNING, "Restart needed"),
    DATABASE_UNREACHABLE(1211, Severity.ERROR, "Database unreachable"),
    CANNOT_LISTEN(1212, Severity.ERROR, "Cannot listen"),

    // 13xx: the runner at work
    MERGE_CONFLICT(1301, Severity.ERROR, "Merge conflict"),
    CHECKOUT_TOO_LARGE(1302, Severity.ERROR, "Checkout too large"),
    ACCESS_CHANGED(1303, Severity.ERROR, "Access changed"),
    SOURCE_NOT_ALLOWED(1304, Severity.ERROR, "Source not allowed"),
    SECRET_NOT_ALLOWED(1305, Severity.ERROR, "Secret not allowed"),
    NOTHING_TO_APPLY(1306, Severity.ERROR, "Nothing to apply"),
    NOT_WHAT_REMAINS(1307, Severity.ERROR, "Not what remains"),
    NOT_IN_SETTINGS(1308, Severity.ERROR, "No longer in the settings"),
    COMMIT_MISSING(1309, Severity.ERROR, "Commit missing"),
    COMMIT_UNUSABLE(1310, Severity.ERROR, "Commit unusable");

    private final int number;
    private final Severity severity;
    private final String summary;

    Code(int number, Severity severity, String summary) {
        this.number = number;
        this.severity = severity;
        this.summary = summary;
    }

    /// `ENV-0104`.
    public String id() {
        return String.format(Locale.ROOT, "ENV-%04d", number);
    }

    public Severity severity() {
        return severity;
    }

    public String summary() {
        return summary;
    }

    public static Optional<Code> find(String id) {
        return Arrays.stream(values())
                .filter(code -> code.id().equalsIgnoreCase(id))
                .findFirst();
    }
}
