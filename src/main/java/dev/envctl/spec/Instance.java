package dev.envctl.spec;

import java.util.Optional;

/// A document once (no loop), or one turn of its loop.
record Instance(Document document, Optional<Each> each) {}
