package dev.envctl.runner.drift;

import dev.envctl.runner.settings.RunnerSettings.Event;

/// One message to one webhook.
record Message(String webhook, Event event, long run) {

    String instance() {
        return event + ":" + run + ":" + webhook;
    }

    static Message parse(String instance) {
        String[] parts = instance.split(":", 3);
        return new Message(parts[2], Event.valueOf(parts[0]), Long.parseLong(parts[1]));
    }
}
