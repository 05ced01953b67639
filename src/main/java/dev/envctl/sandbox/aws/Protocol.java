package dev.envctl.sandbox.aws;

/// How an AWS service puts requests and responses on the wire.
public enum Protocol {
    REST_JSON,
    JSON_1_1,
    QUERY,
    EC2_QUERY,
    REST_XML
}
