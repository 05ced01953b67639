package dev.envctl.runner.web.view;

/// Something that is not there, not allowed or not understood.
public record MessagePage(Frame frame, int status, String heading, String message) {}
